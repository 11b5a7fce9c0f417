namespace SocketIO.Protocol;

/// <summary>
/// An object <c>{"_placeholder":true,"num":0}</c> in JSON, which stands for an attachment.
/// </summary>
internal struct Placeholder
{
    /// <summary>Where the object begins in the JSON.</summary>
    public int Start;

    /// <summary>Where the object ends in the JSON.</summary>
    public int End;

    /// <summary>The index of the attachment; -1 when it is missing or not a whole number.</summary>
    public int Number;

    /// <summary>Whether <c>_placeholder</c> is <see langword="true"/>: of any other value, the object is an ordinary one.</summary>
    public bool IsMarked;
}
