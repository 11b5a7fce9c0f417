namespace System.Runtime.CompilerServices;

/// <summary>Lets the compiler write <see langword="init"/> accessors.</summary>
internal static class IsExternalInit;
