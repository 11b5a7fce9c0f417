using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using SocketIO.Engine;

namespace SocketIO.Server;

/// <summary>
/// Reads options from a configuration section, and finds what is wrong with it: values that cannot be read, and keys that are no options.
/// </summary>
/// <remarks>
/// The framework's binder passes over what it does not know and takes <c>25000</c> for as many days. This one also reads lists where the JavaScript options
/// have them, and <c>true</c> for a group of options with its defaults.
/// </remarks>
internal sealed class OptionsSection
{
    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];
    private readonly IReadOnlyCollection<string> _servers;

    private OptionsSection(IReadOnlyCollection<string> servers) => _servers = servers;

    /// <summary>Gets a message for each value that cannot be read, which says what to write.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Gets a message for each key that means nothing, which says what may have been meant.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Sets the options that a section names.</summary>
    /// <param name="section">The section.</param>
    /// <param name="options">The options.</param>
    /// <param name="servers">Names of servers, whose sections may stand in this one.</param>
    public static OptionsSection Bind(IConfigurationSection section, SocketIOOptions options, IReadOnlyCollection<string> servers)
    {
        var binding = new OptionsSection(servers);
        binding.BindGroup(section, options);
        return binding;
    }

    private static PropertyInfo[] OptionsOf(Type type) => [.. type.GetProperties().Where(static property => property.SetMethod is { IsPublic: true })];

    private static bool IsGroup(Type type) => type.IsClass && type.Name.EndsWith("Options", StringComparison.Ordinal) && type.Namespace!.StartsWith("SocketIO", StringComparison.Ordinal);

    // Callbacks, adapters, parsers and the serializer's options, of which configuration could only set some.
    private static bool IsCode(Type type) => !IsGroup(type) && type != typeof(IList<string>) && !TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    private void BindGroup(IConfigurationSection section, object group)
    {
        var options = OptionsOf(group.GetType());

        foreach (var child in section.GetChildren())
        {
            if (Array.Find(options, option => option.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } option)
            {
                BindOption(child, group, option);
            }
            else if (group is not SocketIOOptions || !_servers.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                _warnings.Add(UnknownKey.Describe(child, group, options.Select(static known => known.Name)));
            }
        }
    }

    private void BindOption(IConfigurationSection section, object group, PropertyInfo option)
    {
        var type = Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType;

        if (IsCode(type))
        {
            _errors.Add($"{section.Path} cannot be set in the configuration. Set {option.Name} in AddSocketIO(options => ...).");
        }
        else if (IsGroup(type))
        {
            BindNested(section, group, option);
        }
        else if (type == typeof(IList<string>))
        {
            option.SetValue(group, Items(section).ToList());
        }
        else if (TextOf(section, type) is { } text)
        {
            BindValue(section, group, option, type, text);
        }
        else if (new NullabilityInfoContext().Create(option).WriteState is NullabilityState.Nullable)
        {
            option.SetValue(group, null);
        }
        else
        {
            _warnings.Add($"{section.Path} is empty, it is not read. {FormOf(type)}.");
        }
    }

    private void BindNested(IConfigurationSection section, object group, PropertyInfo option)
    {
        var value = option.GetValue(group);

        if (section.GetChildren().Any())
        {
            value ??= Activator.CreateInstance(option.PropertyType)!;
            option.SetValue(group, value);
            BindGroup(section, value);
        }
        else if (bool.TryParse(section.Value, out var isOn))
        {
            option.SetValue(group, isOn ? value ?? Activator.CreateInstance(option.PropertyType) : null);
        }
        else if (!string.IsNullOrEmpty(section.Value))
        {
            _errors.Add($"{section.Path} is \"{section.Value}\" in the configuration. Set the options in it one by one, or write true for their defaults, or false.");
        }
        else
        {
            // {} cannot be told from null there.
            option.SetValue(group, null);

            if (value is null)
            {
                _warnings.Add($"{section.Path} is empty, which leaves it off. Write true to turn it on with its defaults.");
            }
        }
    }

    private void BindValue(IConfigurationSection section, object group, PropertyInfo option, Type type, string text)
    {
        try
        {
            // Days are what a number alone would mean, and nobody means them.
            if (type == typeof(TimeSpan) && !text.Contains(':', StringComparison.Ordinal))
            {
                throw new FormatException();
            }

            option.SetValue(group, TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            _errors.Add($"{section.Path} is \"{text}\" in the configuration. {FormOf(type)}.");
        }
    }

    private static string? TextOf(IConfigurationSection section, Type type)
    {
        if (section.Value is { } value)
        {
            return value;
        }

        var items = Items(section).ToArray();

        return items.Length == 0 ? null
            : type == typeof(Transports) ? string.Join(", ", items)
            : string.Join(' ', items);
    }

    private static IEnumerable<string> Items(IConfigurationSection section)
        => section.Value is { Length: > 0 } value
            ? value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
            : section.GetChildren().Select(static child => child.Value ?? string.Empty);

    private static string FormOf(Type type)
    {
        if (type == typeof(TimeSpan))
        {
            return "Write times as hh:mm:ss, as in \"00:00:25\" or \"00:00:00.500\"";
        }

        if (type == typeof(bool))
        {
            return "Write true or false";
        }

        if (type.IsEnum)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Write {string.Join(", ", Enum.GetNames(type))}");
        }

        return type == typeof(int) || type == typeof(long) ? "Write a whole number" : $"Write it as a {type.Name}";
    }
}
