namespace SocketIO.Polyfills;

/// <summary>Without effect, for not in its namespace: source generators name the real one, which must not be ambiguous in a test that sees these internals.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
internal sealed class SkipLocalsInitAttribute : Attribute;
