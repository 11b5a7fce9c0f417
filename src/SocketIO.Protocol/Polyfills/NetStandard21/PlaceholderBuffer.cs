using System.Diagnostics.CodeAnalysis;

namespace SocketIO.Protocol;

/// <summary>An inline array needs .NET 8: here it is so many fields.</summary>
internal struct PlaceholderBuffer
{
    public const int Length = 8;

    private Placeholder _0;
    private Placeholder _1;
    private Placeholder _2;
    private Placeholder _3;
    private Placeholder _4;
    private Placeholder _5;
    private Placeholder _6;
    private Placeholder _7;

    [UnscopedRef]
    public ref Placeholder this[int index]
    {
        get
        {
            switch (index)
            {
                case 0: return ref _0;
                case 1: return ref _1;
                case 2: return ref _2;
                case 3: return ref _3;
                case 4: return ref _4;
                case 5: return ref _5;
                case 6: return ref _6;
                case 7: return ref _7;
                default: throw new ArgumentOutOfRangeException(nameof(index));
            }
        }
    }
}
