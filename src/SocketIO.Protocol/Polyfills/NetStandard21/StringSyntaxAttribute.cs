namespace System.Diagnostics.CodeAnalysis;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.Property, Inherited = false)]
internal sealed class StringSyntaxAttribute(string syntax) : Attribute
{
    public const string Uri = nameof(Uri);

    public string Syntax { get; } = syntax;
}
