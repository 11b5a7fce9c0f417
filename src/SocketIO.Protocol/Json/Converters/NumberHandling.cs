using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SocketIO.Protocol;

/// <summary>
/// Gives properties that ask for a number handling of their own the framework's converters back, since the attribute is
/// refused on any other converter.
/// </summary>
internal static class NumberHandling
{
    /// <summary>Looks at the properties of a type.</summary>
    /// <param name="type">The type.</param>
    public static void Restore(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            if ((property.NumberHandling ?? type.NumberHandling) is not null && property.CustomConverter is null)
            {
                property.CustomConverter = property.PropertyType switch
                {
                    var t when t == typeof(double) => JsonMetadataServices.DoubleConverter,
                    var t when t == typeof(float) => JsonMetadataServices.SingleConverter,
                    var t when t == typeof(double?) => Nullable(type.Options, JsonMetadataServices.DoubleConverter),
                    var t when t == typeof(float?) => Nullable(type.Options, JsonMetadataServices.SingleConverter),
                    _ => null,
                };
            }
        }
    }

    private static JsonConverter<T?> Nullable<T>(JsonSerializerOptions options, JsonConverter<T> converter)
        where T : struct
        => JsonMetadataServices.GetNullableConverter(JsonMetadataServices.CreateValueInfo<T>(options, converter));
}
