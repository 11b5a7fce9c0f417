namespace SocketIO.Protocol;

/// <summary>
/// What <see cref="JsonValidator"/> noted about a JSON text while it read it. The positions only have a meaning for an array.
/// </summary>
internal struct JsonOutline
{
    /// <summary>The number of elements.</summary>
    public int Count;

    /// <summary>Where the first element begins.</summary>
    public int FirstStart;

    /// <summary>Where the first element ends.</summary>
    public int FirstEnd;

    /// <summary>Where the second element begins.</summary>
    public int SecondStart;

    /// <summary>Where the array ends: the position of its bracket.</summary>
    public int ArrayEnd;

    /// <summary>Whether a string holds half of a surrogate pair as an escape, such as <c>\ud800</c>, which is no Unicode text.</summary>
    public bool HasLoneSurrogates;
}
