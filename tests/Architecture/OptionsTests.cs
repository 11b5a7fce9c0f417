using System.Globalization;
using System.Reflection;

namespace SocketIO.Tests;

/// <summary>What is said about options is true and complete.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void The_page_of_options_is_up_to_date()
    {
        var path = Repository.PathTo("docs", "guide", "options.md");
        var page = OptionsReference.Page();

        if (Repository.Approving)
        {
            File.WriteAllText(path, page);
            return;
        }

        Assert.True(File.Exists(path) && File.ReadAllText(path) == page, "docs/guide/options.md is not what the options' documentation says. APPROVE=1 ./test.sh Architecture writes it anew.");
    }

    [Fact]
    public void The_tables_of_the_clients_options_are_up_to_date()
        => Assert.All(
            OptionsReference.Types.Where(OptionsReference.IsOfClient),
            type => GeneratedSection.IsShown("docs/guide/client-options.md", type.Name, OptionsReference.Table(type)));

    [Fact]
    public void Every_default_is_the_documented_one()
    {
        var wrong = from type in OptionsReference.Types
                    let defaults = Activator.CreateInstance(type)
                    from property in OptionsReference.Properties(type)
                    let documented = OptionsReference.Value(property)
                    let accepted = Spellings(property, property.GetValue(defaults)).ToArray()
                    where !accepted.Any(spelling => documented.Contains(spelling, StringComparison.OrdinalIgnoreCase))
                    select $"{type.Name}.{property.Name}: the default is {accepted[0]}, its <value> says \"{documented}\"";

        Assert.Empty(wrong);
    }

    // The words in which a default may be documented.
    private static IEnumerable<string> Spellings(PropertyInfo property, object? value)
    {
        switch (value)
        {
            case null:
                return ["`null`"];
            case bool flag:
                return [flag ? "`true`" : "`false`"];
            case string text:
                return [$"`{text}`"];
            case TimeSpan time:
                return time.TotalMinutes >= 1 && time.Seconds == 0 ? [Count(time.TotalMinutes, "minute"), Count(time.TotalSeconds, "second")] : [Count(time.TotalSeconds, "second"), Count(time.TotalMilliseconds, "millisecond")];
            case int or long:
                var number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
                return [number.ToString("N0", CultureInfo.InvariantCulture), .. Sizes(number)];
            case Enum flags:
                return [.. flags.ToString().Split(", ").SelectMany(name => new[] { $"{property.PropertyType.Name}.{name}", name })];
            default:
                // An object's defaults are its own properties'.
                return ["The default"];
        }
    }

    private static IEnumerable<string> Sizes(long bytes)
        => from unit in new[] { (Name: "KiB", Size: 1024L), ("MiB", 1024 * 1024), ("KB", 1000), ("MB", 1_000_000) }
           where bytes >= unit.Size && bytes % unit.Size == 0
           select $"{bytes / unit.Size} {unit.Name}";

    private static string Count(double number, string unit)
        => string.Create(CultureInfo.InvariantCulture, $"{number:#,0.###} {unit}{(number == 1 ? string.Empty : "s")}");
}
