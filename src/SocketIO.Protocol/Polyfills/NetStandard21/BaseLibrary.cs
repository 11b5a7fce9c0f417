using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace SocketIO.Polyfills;

/// <summary>Single members that the base class library got after .NET Standard 2.1.</summary>
internal static class BaseLibrary
{
    extension(Array)
    {
        public static int MaxLength => 0x7fff_ffc7;
    }

    extension(GC)
    {
        public static T[] AllocateUninitializedArray<T>(int length) => new T[length];
    }

    extension(string)
    {
        public static string Create(IFormatProvider provider, FormattableString text) => text.ToString(provider);
    }

    extension(int)
    {
        public static int Log2(int value)
        {
            var log = 0;

            while ((value >>= 1) > 0)
            {
                log++;
            }

            return log;
        }
    }

    extension(BitConverter)
    {
        public static ulong DoubleToUInt64Bits(double value) => (ulong)BitConverter.DoubleToInt64Bits(value);
    }

    extension(BinaryPrimitives)
    {
        public static float ReadSingleBigEndian(ReadOnlySpan<byte> source) => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt32BigEndian(source));

        public static double ReadDoubleBigEndian(ReadOnlySpan<byte> source) => BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64BigEndian(source));

        public static void WriteSingleBigEndian(Span<byte> destination, float value)
            => BinaryPrimitives.WriteInt32BigEndian(destination, BitConverter.SingleToInt32Bits(value));
    }

    // An interpolated string is a FormattableString where there is no handler for it.
    public static StringBuilder Append(this StringBuilder builder, IFormatProvider provider, FormattableString text) => builder.Append(text.ToString(provider));
}
