namespace SocketIO.Engine;

/// <content>What can be said of the values before they are used.</content>
public partial class EngineOptions
{
    /// <summary>
    /// Finds the values that cannot work.
    /// </summary>
    /// <returns>A message for each, which says what to change. Empty when the options are valid.</returns>
    public IReadOnlyList<string> FindErrors() => EngineOptionsValidator.Validate(this).Errors;

    /// <summary>
    /// Finds the values that work but are probably a mistake.
    /// </summary>
    /// <returns>A message for each, which says what to change.</returns>
    public IReadOnlyList<string> FindWarnings() => EngineOptionsValidator.Validate(this).Warnings;
}
