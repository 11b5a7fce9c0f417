using System.Buffers.Binary;

namespace SocketIO.Protocol.MessagePack;

/// <content>
/// Arrays and maps whose length is only known at their end. MessagePack says it at the beginning, in one byte if it is below 16: that much
/// room is left. Where more is needed, all that follows is moved once, when everything is written.
/// </content>
internal sealed partial class MessagePackWriter
{
    private const int InitialContainers = 16;

    private Container[] _containers = new Container[InitialContainers];
    private int[] _open = new int[InitialContainers];
    private int _containerCount;
    private int _depth;

    /// <summary>Counts an element of the array that is open, if one is: pairs of a map are counted by <see cref="CountPair"/>.</summary>
    public void CountElement()
    {
        if (_depth > 0 && !_containers[_open[_depth - 1]].IsMap)
        {
            _containers[_open[_depth - 1]].Count++;
        }
    }

    /// <summary>Counts a pair of the map that is open.</summary>
    public void CountPair() => _containers[_open[_depth - 1]].Count++;

    /// <summary>Begins an array or map.</summary>
    /// <param name="isMap">Which of them.</param>
    public void Begin(bool isMap)
    {
        if (_containerCount == _containers.Length)
        {
            Array.Resize(ref _containers, _containerCount * 2);
        }

        if (_depth == _open.Length)
        {
            Array.Resize(ref _open, _depth * 2);
        }

        _containers[_containerCount] = new Container { Position = _output.Length, IsMap = isMap };
        _open[_depth++] = _containerCount++;
        _output.Write(0);
    }

    /// <summary>Ends the array or map that was begun last.</summary>
    public void End()
    {
        ref var container = ref _containers[_open[--_depth]];

        if (container.Count <= Format.MaxFixContainer)
        {
            _output.Written[container.Position] = (byte)((container.IsMap ? Format.FixMap : Format.FixArray) | container.Count);
        }
    }

    /// <summary>Makes room for the lengths that need more than one byte, after the last end.</summary>
    // From the end to the beginning, so that each byte is moved once.
    public void InsertLongLengths()
    {
        var added = 0;

        foreach (ref readonly var container in _containers.AsSpan(0, _containerCount))
        {
            added += container.LengthSize;
        }

        if (added == 0)
        {
            return;
        }

        var end = _output.Length;
        _output.GetSpan(added);
        _output.Advance(added);
        var bytes = _output.Written;

        for (var i = _containerCount - 1; added > 0; i--)
        {
            ref readonly var container = ref _containers[i];
            var size = container.LengthSize;

            if (size == 0)
            {
                continue;
            }

            bytes[(container.Position + 1)..end].CopyTo(bytes[(container.Position + 1 + added)..]);
            added -= size;
            end = container.Position;
            WriteLongLength(bytes[(end + added)..], container);
        }
    }

    private static void WriteLongLength(Span<byte> destination, in Container container)
    {
        if (container.LengthSize == sizeof(ushort))
        {
            destination[0] = container.IsMap ? Format.Map16 : Format.Array16;
            BinaryPrimitives.WriteUInt16BigEndian(destination[1..], (ushort)container.Count);
        }
        else
        {
            destination[0] = container.IsMap ? Format.Map32 : Format.Array32;
            BinaryPrimitives.WriteUInt32BigEndian(destination[1..], (uint)container.Count);
        }
    }

    private struct Container
    {
        public int Position;
        public int Count;
        public bool IsMap;

        /// <summary>Gets how many bytes the length needs besides the first byte.</summary>
        public readonly int LengthSize => Count <= Format.MaxFixContainer ? 0 : Count <= ushort.MaxValue ? sizeof(ushort) : sizeof(uint);
    }
}
