using System.ComponentModel;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class EngineOptionsTests
{
    public static TheoryData<string, Action<EngineOptions>> Mistakes => new()
    {
        { "PingInterval", o => o.PingInterval = TimeSpan.Zero },
        { "PingInterval", o => o.PingInterval = TimeSpan.FromSeconds(-1) },
        { "PingInterval", o => o.PingInterval = TimeSpan.MaxValue },
        { "PingInterval", o => o.PingInterval = Timeout.InfiniteTimeSpan },
        { "PingTimeout", o => o.PingTimeout = TimeSpan.Zero },
        { "PingTimeout", o => o.PingTimeout = TimeSpan.FromTicks(1) },
        { "UpgradeTimeout", o => o.UpgradeTimeout = TimeSpan.Zero },
        { "AllowRequestTimeout", o => o.AllowRequestTimeout = TimeSpan.Zero },
        { "MessageCompletionTimeout", o => o.MessageCompletionTimeout = TimeSpan.Zero },
        { "WriteDeadline", o => o.WriteDeadline = TimeSpan.Zero },
        { "PollingCloseTimeout", o => o.PollingCloseTimeout = TimeSpan.FromDays(2) },
        { "MaxHttpBufferSize", o => o.MaxHttpBufferSize = 0 },
        { "MaxFragmentsPerMessage", o => o.MaxFragmentsPerMessage = 0 },
        { "ControlPacketRate", o => o.ControlPacketRate = 0 },
        { "ControlPacketBurst", o => o.ControlPacketBurst = 0 },
        { "SendQueueBytes", o => o.SendQueueBytes = 0 },
        { "SendQueueBytesTotal", o => o.SendQueueBytesTotal = o.SendQueueBytes - 1 },
        { "MaxUnjoinedSessions", o => o.MaxUnjoinedSessions = 0 },
        { "MaxUnjoinedSessionsPerAddress", o => o.MaxUnjoinedSessionsPerAddress = 0 },
        { "MaxPollingResponseBytes", o => o.MaxPollingResponseBytes = 0 },
        { "Transports", o => o.Transports = Transports.None },
        { "Transports", o => o.Transports = (Transports)7 },
        { "InitialPacket", o => o.InitialPacket = "a\u001eb" },
        { "PerMessageDeflate.Threshold", o => o.PerMessageDeflate = new() { Threshold = -1 } },
        { "PerMessageDeflate.Level", o => o.PerMessageDeflate = new() { Level = (CompressionLevel)9 } },
        { "HttpCompression.Threshold", o => o.HttpCompression = new() { Threshold = -1 } },
        { "HttpCompression.Level", o => o.HttpCompression = new() { Level = (CompressionLevel)9 } },
        { "Cookie.Name", o => o.Cookie = new() { Name = "" } },
        { "Cookie.Name", o => o.Cookie = new() { Name = "a=b" } },
        { "Cookie.Name", o => o.Cookie = new() { Name = "a;b" } },
        { "Cookie.Name", o => o.Cookie = new() { Name = "a b" } },
        { "Cookie.Name", o => o.Cookie = new() { Name = "a\r\nb" } },
        { "Cookie.Path", o => o.Cookie = new() { Path = "/;Domain=evil.test" } },
        { "Cookie.Path", o => o.Cookie = new() { Path = "/\r\nX: y" } },
        { "Cookie.Domain", o => o.Cookie = new() { Domain = "a.test; Path=/" } },
        { "Cookie.Domain", o => o.Cookie = new() { Domain = "a\n.test" } },
        { "Cookie.Domain", o => o.Cookie = new() { Domain = "-a.test" } },
        { "Cookie.Domain", o => o.Cookie = new() { Domain = "a..test" } },
        { "Cookie.MaxAge", o => o.Cookie = new() { MaxAge = TimeSpan.FromSeconds(-1) } },
        { "Cookie.SameSite", o => o.Cookie = new() { SameSite = (SameSiteMode)7 } },
        { "Cors.Origin", o => o.Cors = new() { Origin = null! } },
        { "Cors.Origin", o => o.Cors = new() { Origin = "https://example.com/" } },
        { "Cors.Origin", o => o.Cors = new() { Origin = "https://example.com:443" } },
        { "Cors.Origin", o => o.Cors = new() { Origin = "https://Example.com" } },
        { "Cors.Origin", o => o.Cors = new() { Origin = "example.com" } },
        { "Cors.Origin", o => o.Cors = new() { Origin = "null" } },
        { "Cors.Origin", o => o.Cors = new() { Origin = "https://a.test,https://b.test" } },
        { "Cors.Origin", o => o.Cors = new() { Origin = CorsOrigin.OneOf("https://a.test", "*") } },
        { "Cors.Origin", o => o.Cors = new() { Origin = CorsOrigin.OneOf(CorsOrigin.None, "https://a.test") } },
        { "DangerouslyAllowAnyOriginWithCredentials", o => o.Cors = new() { Origin = true, Credentials = true } },
        { "DangerouslyAllowAnyOriginWithCredentials", o => o.Cors = new() { Origin = CorsOrigin.OneOf(CorsOrigin.Reflect, "https://a.test"), Credentials = true } },
        { "Cors.Methods", o => o.Cors = new() { Methods = ["GET,POST"] } },
        { "Cors.AllowedHeaders", o => o.Cors = new() { AllowedHeaders = ["x\r\ny"] } },
        { "Cors.ExposedHeaders", o => o.Cors = new() { ExposedHeaders = [""] } },
        { "Cors.MaxAge", o => o.Cors = new() { MaxAge = TimeSpan.FromSeconds(-1) } },
        { "Cors.OptionsSuccessStatus", o => o.Cors = new() { OptionsSuccessStatus = 404 } },
    };

    public static TheoryData<string, Action<EngineOptions>> Doubts => new()
    {
        { "PingInterval plus PingTimeout is 60 seconds", o => o.PingInterval = TimeSpan.FromSeconds(40) },
        { "nginx: proxy_read_timeout, 60 seconds", o => o.PingTimeout = TimeSpan.FromSeconds(35) },
        { "Transports is WebSocket alone", o => o.Transports = Transports.WebSocket },
        { "Transports is Polling alone", o => o.Transports = Transports.Polling },
        { "MaxHttpBufferSize is 100000000 bytes", o => o.MaxHttpBufferSize = 100_000_000 },
        { "Cookie.SameSite", o => o.Cookie = new() { SameSite = SameSiteMode.None } },
        { "Browsers refuse the combination", o => o.Cors = new() { Credentials = true } },
        { "anchored", o => o.Cors = new() { Origin = new Regex(@"example\.com$") } },
        { "anchored", o => o.Cors = new() { Origin = CorsOrigin.OneOf("https://a.test", new Regex(@"^https://b\.test")) } },
    };

    [Fact]
    [Trait("Spec", "EIO-001")]
    [Trait("Spec", "EIO-002")]
    [Trait("Spec", "EIO-003")]
    [Trait("Spec", "EIO-004")]
    [Trait("Spec", "EIO-005")]
    [Trait("Spec", "EIO-006")]
    [Trait("Spec", "EIO-007")]
    [Trait("Spec", "EIO-008")]
    [Trait("Spec", "EIO-009")]
    [Trait("Spec", "EIO-010")]
    [Trait("Spec", "EIO-011")]
    [Trait("Spec", "EIO-012")]
    [Trait("Spec", "EIO-013")]
    [Trait("Spec", "EIO-016")]
    public void The_defaults_are_the_references()
    {
        var options = new EngineOptions();

        Assert.Equal(TimeSpan.FromSeconds(25), options.PingInterval);
        Assert.Equal(TimeSpan.FromSeconds(20), options.PingTimeout);
        Assert.Equal(TimeSpan.FromSeconds(10), options.UpgradeTimeout);
        Assert.Equal(1_000_000, options.MaxHttpBufferSize);
        Assert.Equal(Transports.Polling | Transports.WebSocket, options.Transports);
        Assert.True(options.AllowUpgrades);
        Assert.Null(options.PerMessageDeflate);
        Assert.Equal(1024, new PerMessageDeflateOptions().Threshold);
        Assert.Equal(1024, options.HttpCompression?.Threshold);
        Assert.False(options.HttpCompression?.EnableForHttps);
        Assert.Null(options.Cookie);
        Assert.Null(options.Cors);
        Assert.False(options.AllowEIO3);
        Assert.Null(options.AllowRequest);
        Assert.Null(options.InitialPacket);
        Assert.True(options.AddTrailingSlash);
        Assert.Null(options.GenerateId);
        Assert.Empty(options.FindErrors());
        Assert.Empty(options.FindWarnings());
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    [Trait("Hostile", "CVE-2024-47764")]
    [Trait("Hostile", "K2")]
    public void A_value_that_cannot_work_is_named_with_what_to_change(string name, Action<EngineOptions> change)
    {
        var options = new EngineOptions();
        change(options);

        var error = Assert.Single(options.FindErrors());
        Assert.Contains(name, error, StringComparison.Ordinal);
        Assert.Matches(@"\. [A-Z]|may only have|must be", error);
        Assert.DoesNotContain(error, char.IsControl);
    }

    [Theory]
    [MemberData(nameof(Doubts))]
    [Trait("Spec", "EIO-105")]
    public void A_value_that_probably_is_a_mistake_is_told(string text, Action<EngineOptions> change)
    {
        var options = new EngineOptions();
        change(options);

        Assert.Empty(options.FindErrors());
        Assert.Contains(text, Assert.Single(options.FindWarnings()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.com")]
    [InlineData("http://localhost:3000")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://[::1]:3000")]
    [InlineData("capacitor://localhost")]
    [InlineData("chrome-extension://abcdefghijklmnop")]
    [InlineData("app://obsidian.md")]
    [InlineData("https://xn--bcher-kva.example")]
    public void Origins_that_browsers_send_are_accepted(string origin)
        => Assert.Empty(new EngineOptions { Cors = new() { Origin = origin } }.FindErrors());

    [Fact]
    [Trait("Hostile", "K2")]
    public void Every_origin_with_credentials_takes_an_explicit_word()
        => Assert.Empty(new EngineOptions
        {
            Cors = new() { Origin = true, Credentials = true, DangerouslyAllowAnyOriginWithCredentials = true },
        }.FindErrors());

    [Theory]
    [InlineData("*", nameof(CorsOriginKind.Any))]
    [InlineData("true", nameof(CorsOriginKind.Reflect))]
    [InlineData("False", nameof(CorsOriginKind.None))]
    [InlineData("", nameof(CorsOriginKind.None))]
    [InlineData("https://a.test", nameof(CorsOriginKind.Fixed))]
    [InlineData(" https://a.test  https://b.test ", nameof(CorsOriginKind.List))]
    public void Origins_can_be_read_from_configuration(string text, string kind)
    {
        var origin = (CorsOrigin?)TypeDescriptor.GetConverter(typeof(CorsOrigin)).ConvertFromInvariantString(text);

        Assert.Equal(kind, origin?.Kind.ToString());
    }
}
