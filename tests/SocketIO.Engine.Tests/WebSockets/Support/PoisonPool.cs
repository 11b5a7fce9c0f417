using System.Buffers;
using SocketIO.Engine;

namespace SocketIO.Tests;

/// <summary>
/// A pool that hands out memory full of 0xCC, fills it again when it comes back, and knows what is out: a stale byte that
/// leaves shows, and so does a buffer that is given back twice or never.
/// </summary>
internal sealed class PoisonPool : ArrayPool<byte>
{
    public const byte Poison = 0xCC;
    private readonly Lock _gate = new();
    private readonly HashSet<byte[]> _rented = [];

    public int Rented
    {
        get
        {
            lock (_gate)
            {
                return _rented.Count;
            }
        }
    }

    public long RentedBytes
    {
        get
        {
            lock (_gate)
            {
                return _rented.Sum(a => (long)a.Length);
            }
        }
    }

    public override byte[] Rent(int minimumLength)
    {
        var array = new byte[Math.Max(16, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)minimumLength))];
        Array.Fill(array, Poison);

        lock (_gate)
        {
            _rented.Add(array);
        }

        return array;
    }

    public override void Return(byte[] array, bool clearArray = false)
    {
        lock (_gate)
        {
            Assert.True(_rented.Remove(array), "A buffer came back that was not out.");
        }

        Array.Fill(array, Poison);
    }
}
