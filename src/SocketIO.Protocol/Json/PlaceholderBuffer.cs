using System.Runtime.CompilerServices;

namespace SocketIO.Protocol;

/// <summary>The placeholders that are open, as deep as most arguments are nested.</summary>
[InlineArray(Length)]
internal struct PlaceholderBuffer
{
    public const int Length = 8;

    private Placeholder _first;
}
