using System.Runtime.CompilerServices;

namespace SocketIO.Polyfills;

/// <summary>Single members that .NET Standard got with its version 2.1.</summary>
internal static class BaseLibrary20
{
    extension(DateTime)
    {
        public static DateTime UnixEpoch => new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    }

    extension(double)
    {
        public static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);

        public static bool IsNegative(double value) => BitConverter.DoubleToInt64Bits(value) < 0;
    }

    extension(float)
    {
        public static bool IsFinite(float value) => !float.IsNaN(value) && !float.IsInfinity(value);
    }

    extension(BitConverter)
    {
        public static float Int32BitsToSingle(int value) => Unsafe.As<int, float>(ref value);

        public static int SingleToInt32Bits(float value) => Unsafe.As<float, int>(ref value);
    }

    public static Memory<T> AsMemory<T>(this T[] array, Range range)
    {
        var (offset, length) = range.GetOffsetAndLength(array.Length);
        return array.AsMemory(offset, length);
    }
}
