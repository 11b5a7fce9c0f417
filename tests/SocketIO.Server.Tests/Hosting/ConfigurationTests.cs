using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SocketIO.Engine;

namespace SocketIO.Server.Tests;

/// <summary>Options from a configuration section: all of them, in the forms that people write.</summary>
public sealed class ConfigurationTests
{
    // Options whose values are code, and the one that is a list of other things than text.
    private static readonly string[] Code = ["Adapter", "Parser", "JsonSerializerOptions", "AllowRequest", "GenerateId"];

    public static TheoryData<string> OptionsWithText => [.. Leaves(typeof(SocketIOOptions), string.Empty).Select(leaf => leaf.Path)];

    public static TheoryData<string, Func<SocketIOOptions, object?>, object?> Forms => new()
    {
        { "{\"PingInterval\":\"00:00:10\"}", o => o.PingInterval, TimeSpan.FromSeconds(10) },
        { "{\"pingInterval\":\"0:0:0.250\"}", o => o.PingInterval, TimeSpan.FromMilliseconds(250) },
        { "{\"MaxHttpBufferSize\":5000000}", o => o.MaxHttpBufferSize, 5_000_000 },
        { "{\"ServeClient\":false}", o => o.ServeClient, false },
        { "{\"Transports\":\"websocket\"}", o => o.Transports, Transports.WebSocket },
        { "{\"Transports\":\"Polling, WebSocket\"}", o => o.Transports, Transports.Polling | Transports.WebSocket },
        { "{\"Transports\":[\"polling\",\"websocket\"]}", o => o.Transports, Transports.Polling | Transports.WebSocket },
        { "{\"Cors\":{\"Origin\":\"*\"}}", o => o.Cors!.Origin.Kind, CorsOriginKind.Any },
        { "{\"Cors\":{\"Origin\":[\"https://a.test\",\"https://b.test\"]}}", o => o.Cors!.Origin.Members.Count, 2 },
        { "{\"Cors\":{\"Methods\":[\"GET\",\"POST\"]}}", o => string.Join('|', o.Cors!.Methods!), "GET|POST" },
        { "{\"Cors\":{\"Methods\":\"GET, POST\"}}", o => string.Join('|', o.Cors!.Methods!), "GET|POST" },
        { "{\"Cors\":{\"Methods\":[]}}", o => o.Cors!.Methods!.Count, 0 },
        { "{\"Cors\":{\"Origin\":\"*\",\"MaxAge\":\"01:00:00\"}}", o => o.Cors!.MaxAge, TimeSpan.FromHours(1) },
        { "{\"Cookie\":true}", o => o.Cookie!.Name, "io" },
        { "{\"Cookie\":{\"Name\":\"route\",\"SameSite\":\"None\",\"Secure\":true}}", o => (o.Cookie!.Name, o.Cookie.SameSite, o.Cookie.Path), ("route", Microsoft.AspNetCore.Http.SameSiteMode.None, "/") },
        { "{\"Cookie\":{\"Path\":null}}", o => o.Cookie!.Path, null },
        { "{\"HttpCompression\":false}", o => o.HttpCompression, null },
        { "{\"HttpCompression\":null}", o => o.HttpCompression, null },
        { "{\"HttpCompression\":{\"EnableForHttps\":true}}", o => (o.HttpCompression!.Threshold, o.HttpCompression.EnableForHttps), (1024, true) },
        { "{\"HttpCompression\":true}", o => o.HttpCompression!.Threshold, 1024 },
        { "{\"PerMessageDeflate\":{\"Threshold\":2048,\"Level\":\"Optimal\"}}", o => (o.PerMessageDeflate!.Threshold, o.PerMessageDeflate.Level), (2048, System.IO.Compression.CompressionLevel.Optimal) },
        { "{\"ConnectionStateRecovery\":true}", o => o.ConnectionStateRecovery!.SkipMiddlewares, true },
        { "{\"ConnectionStateRecovery\":{\"MaxDisconnectionDuration\":\"00:05:00\",\"SkipMiddlewares\":false}}", o => (o.ConnectionStateRecovery!.MaxDisconnectionDuration, o.ConnectionStateRecovery.SkipMiddlewares), (TimeSpan.FromMinutes(5), false) },
        { "{\"ConnectionStateRecovery\":false}", o => o.ConnectionStateRecovery, null },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_value_may_be_written_as(string json, Func<SocketIOOptions, object?> read, object? expected)
    {
        using var application = new Application($"{{\"SocketIO\":{json}}}");

        Assert.Equal(expected, read(application.Options()));
    }

    [Theory]
    [MemberData(nameof(OptionsWithText))]
    public void Every_option_can_be_set(string path)
    {
        var option = Leaves(typeof(SocketIOOptions), string.Empty).Single(leaf => leaf.Path == path).Property;
        var expected = Other(option);
        var text = expected is IList<string> list ? string.Join(',', list) : Convert.ToString(expected, CultureInfo.InvariantCulture);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"SocketIO:{path}", text)]).Build();
        var options = new SocketIOOptions();

        var section = OptionsSection.Bind(configuration.GetSection("SocketIO"), options, []);

        Assert.Empty(section.Errors);
        Assert.Empty(section.Warnings);
        object? group = options;

        foreach (var name in path.Split(':')[..^1])
        {
            group = group!.GetType().GetProperty(name)!.GetValue(group);
        }

        Assert.Equal(expected is CorsOrigin ? expected.ToString() : expected, option.GetValue(group) is CorsOrigin origin ? origin.ToString() : option.GetValue(group));
    }

    [Theory]
    [InlineData("{\"PingInterval\":25000}", "SocketIO:PingInterval is \"25000\" in the configuration. Write times as hh:mm:ss, as in \"00:00:25\" or \"00:00:00.500\".")]
    [InlineData("{\"PingInterval\":\"soon\"}", "SocketIO:PingInterval is \"soon\" in the configuration. Write times as hh:mm:ss")]
    [InlineData("{\"ServeClient\":\"yes\"}", "SocketIO:ServeClient is \"yes\" in the configuration. Write true or false.")]
    [InlineData("{\"MaxHttpBufferSize\":\"5 MB\"}", "SocketIO:MaxHttpBufferSize is \"5 MB\" in the configuration. Write a whole number.")]
    [InlineData("{\"MaxHttpBufferSize\":5000000000}", "SocketIO:MaxHttpBufferSize is \"5000000000\" in the configuration. Write a whole number.")]
    [InlineData("{\"Transports\":[\"polling\",\"webtransport\"]}", "Write None, Polling, WebSocket.")]
    [InlineData("{\"Cookie\":{\"SameSite\":\"Sometimes\"}}", "SocketIO:Cookie:SameSite is \"Sometimes\"")]
    [InlineData("{\"Cors\":\"https://a.test\"}", "Set the options in it one by one, or write true for their defaults, or false.")]
    [InlineData("{\"AllowRequest\":\"always\"}", "SocketIO:AllowRequest cannot be set in the configuration. Set AllowRequest in AddSocketIO(options => ...).")]
    [InlineData("{\"Adapter\":{\"Type\":\"redis\"}}", "SocketIO:Adapter cannot be set in the configuration.")]
    public void One_that_cannot_be_read_stops_the_application_and_says_what_to_write(string json, string expected)
    {
        using var application = new Application($"{{\"SocketIO\":{json}}}");

        var error = Assert.Throws<OptionsValidationException>(() => application.Options());

        Assert.StartsWith("SocketIO options: ", error.Message);
        Assert.Contains(expected, error.Message);
    }

    [Theory]
    [InlineData("{\"PingIntervall\":\"00:00:25\"}", "SocketIO:PingIntervall is no option, it is not read. Did you mean PingInterval?")]
    [InlineData("{\"ping_interval\":\"00:00:25\"}", "Did you mean PingInterval?")]
    [InlineData("{\"Cors\":{\"Origins\":\"*\"}}", "SocketIO:Cors:Origins is no option, it is not read. Did you mean Origin?")]
    [InlineData("{\"ConnectionStateRecovery\":{\"MaxDisconectionDuration\":\"00:05:00\"}}", "Did you mean MaxDisconnectionDuration?")]
    [InlineData("{\"path\":\"/ws/\"}", "the path is given to app.MapSocketIO")]
    [InlineData("{\"Frobnicate\":1}", "SocketIO:Frobnicate is no option, it is not read. Remove it.")]
    [InlineData("{\"chat\":{\"PingInterval\":\"00:00:25\"}}", "none is registered by AddSocketIO(\"chat\")")]
    [InlineData("{\"ConnectionStateRecovery\":{}}", "SocketIO:ConnectionStateRecovery is empty, which leaves it off. Write true to turn it on with its defaults.")]
    [InlineData("{\"PingInterval\":null}", "SocketIO:PingInterval is empty, it is not read.")]
    public void A_key_that_means_nothing_is_told_once_with_what_may_be_meant(string json, string expected)
    {
        using var application = new Application($"{{\"SocketIO\":{json}}}");

        application.Options();
        _ = application.Services.GetRequiredService<IOptions<SocketIOOptions>>().Value;
        _ = application.Services.CreateScope().ServiceProvider.GetRequiredService<IOptionsSnapshot<SocketIOOptions>>().Value;

        var warning = Assert.Single(application.Warnings);
        Assert.Equal("SocketIO.Server.SocketIOOptions", warning.Category);
        Assert.Contains(expected, warning.Text);
    }

    [Fact]
    public void Sections_of_other_servers_are_no_mistake()
    {
        using var application = new Application("{\"SocketIO\":{\"admin\":{\"PingInterval\":\"00:00:07\",\"Bogus\":1}}}", services => services.AddSocketIO("admin"));

        Assert.Equal(TimeSpan.FromSeconds(25), application.Options().PingInterval);
        Assert.Empty(application.Warnings);
        Assert.Equal(TimeSpan.FromSeconds(7), application.Options("admin").PingInterval);
        Assert.Contains("SocketIO:admin:Bogus", Assert.Single(application.Warnings).Text);
    }

    [Fact]
    public void Without_a_configuration_there_are_the_defaults()
    {
        using var services = new ServiceCollection().AddSocketIO().Services.BuildServiceProvider();

        Assert.Equal(TimeSpan.FromSeconds(25), services.GetRequiredService<SocketIOServer>().Options.PingInterval);
    }

    [Fact]
    public void What_is_left_out_above_is_code()
        => Assert.Equal(Code.Order(), typeof(SocketIOOptions).GetProperties().Where(p => p.SetMethod is { IsPublic: true }).Select(p => p.Name).Except(Leaves(typeof(SocketIOOptions), string.Empty).Select(l => l.Path.Split(':')[0])).Order());

    private static IEnumerable<(string Path, PropertyInfo Property)> Leaves(Type type, string prefix)
        => from property in type.GetProperties()
           where property.SetMethod is { IsPublic: true } && !(prefix.Length == 0 && Code.Contains(property.Name))
           from leaf in property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)
               ? Leaves(property.PropertyType, $"{prefix}{property.Name}:")
               : [($"{prefix}{property.Name}", property)]
           select leaf;

    // A value that is not the default one.
    private static object Other(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var usual = property.GetValue(Activator.CreateInstance(property.ReflectedType!));

        return type switch
        {
            _ when type == typeof(TimeSpan) => TimeSpan.FromMilliseconds(12_345),
            _ when type == typeof(bool) => !(bool)usual!,
            _ when type == typeof(int) => 4_321,
            _ when type == typeof(long) => 5_000_000_321,
            _ when type == typeof(string) => "other",
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero),
            _ when type == typeof(IList<string>) => new List<string> { "A", "B" },
            _ when type == typeof(CorsOrigin) => CorsOrigin.Fixed("https://a.test"),
            _ when type.IsEnum => Enum.GetValues(type).Cast<object>().First(value => !value.Equals(usual) && Convert.ToInt32(value, CultureInfo.InvariantCulture) > 0),
            _ => throw new InvalidOperationException($"{property.Name} is of a type that this test does not know: {type}."),
        };
    }

    /// <summary>Services with a configuration file, and what they log.</summary>
    private sealed class Application : IDisposable
    {
        private readonly RecordingLoggerProvider _logs = new();

        public Application(string json, Action<IServiceCollection>? add = null)
        {
            var services = new ServiceCollection();
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build());
            services.AddSingleton<ILoggerProvider>(_logs);
            services.AddSocketIO();
            add?.Invoke(services);
            Services = services.BuildServiceProvider();
        }

        public ServiceProvider Services { get; }

        public IEnumerable<(string Category, string Text)> Warnings => _logs.Entries.Where(e => e.Level == LogLevel.Warning && e.Event == "ConfigurationWarning").Select(e => (e.Category, e.Text));

        public SocketIOOptions Options(string name = "") => Services.GetRequiredService<IOptionsMonitor<SocketIOOptions>>().Get(name);

        public void Dispose() => Services.Dispose();
    }
}
