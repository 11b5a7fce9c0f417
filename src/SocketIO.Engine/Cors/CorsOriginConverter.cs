using System.ComponentModel;
using System.Globalization;

namespace SocketIO.Engine;

/// <summary>Reads a <see cref="CorsOrigin"/> from the text of a configuration value.</summary>
internal sealed class CorsOriginConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType)
        => sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value)
    {
        if (value is not string text)
        {
            return base.ConvertFrom(context, culture, value);
        }

        if (bool.TryParse(text, out var reflect))
        {
            return (CorsOrigin)reflect;
        }

        var origins = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

        return origins.Length switch
        {
            0 => CorsOrigin.None,
            1 => CorsOrigin.Fixed(origins[0]),
            _ => CorsOrigin.OneOf(origins),
        };
    }
}
