using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SocketIO.Server;

/// <summary>
/// Sets the options of one server from the configuration.
/// </summary>
/// <param name="name">The server's name.</param>
/// <param name="configuration">The application's configuration, if it has one.</param>
/// <param name="servers">The names of all servers.</param>
/// <param name="logger">Is told of keys that are no options, once.</param>
internal sealed partial class OptionsFromConfiguration(
    string name, IConfiguration? configuration, Func<IReadOnlyCollection<string>> servers, ILogger<SocketIOOptions> logger) : IConfigureNamedOptions<SocketIOOptions>
{
    private int _warned;

    public void Configure(SocketIOOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? server, SocketIOOptions options)
    {
        if (server != name || configuration is null)
        {
            return;
        }

        // The sections of other servers stand in that of the one without a name.
        var section = configuration.GetSection(name.Length == 0 ? "SocketIO" : $"SocketIO:{name}");
        var bound = OptionsSection.Bind(section, options, name.Length == 0 ? servers() : []);

        if (bound.Errors.Count > 0)
        {
            throw new OptionsValidationException(name, typeof(SocketIOOptions), bound.Errors.Select(static error => $"SocketIO options: {error}"));
        }

        // Options are made more than once: for the server, and for whoever asks for them in another way.
        if (Interlocked.Exchange(ref _warned, 1) == 0)
        {
            foreach (var warning in bound.Warnings)
            {
                Log.ConfigurationWarning(logger, warning);
            }
        }
    }
}
