using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace SocketIO.Polyfills;

/// <summary>The throw helpers that argument exceptions have had since .NET 6 to 8, with their texts.</summary>
internal static class ArgumentGuards
{
    extension(ArgumentNullException)
    {
        public static void ThrowIfNull([NotNull] object? argument, [CallerArgumentExpression(nameof(argument))] string? paramName = null)
        {
            if (argument is null)
            {
                throw new ArgumentNullException(paramName);
            }
        }
    }

    extension(ArgumentException)
    {
        public static void ThrowIfNullOrEmpty([NotNull] string? argument, [CallerArgumentExpression(nameof(argument))] string? paramName = null)
        {
            ArgumentNullException.ThrowIfNull(argument, paramName);

            if (argument.Length == 0)
            {
                throw new ArgumentException("The value cannot be an empty string.", paramName);
            }
        }

        public static void ThrowIfNullOrWhiteSpace([NotNull] string? argument, [CallerArgumentExpression(nameof(argument))] string? paramName = null)
        {
            ArgumentNullException.ThrowIfNull(argument, paramName);

            if (string.IsNullOrWhiteSpace(argument))
            {
                throw new ArgumentException("The value cannot be an empty string or composed entirely of whitespace.", paramName);
            }
        }
    }

    extension(ArgumentOutOfRangeException)
    {
        public static void ThrowIfZero(long value, [CallerArgumentExpression(nameof(value))] string? paramName = null)
            => Check(value != 0, value, "a non-zero value", paramName);

        public static void ThrowIfNegative(long value, [CallerArgumentExpression(nameof(value))] string? paramName = null)
            => Check(value >= 0, value, "a non-negative value", paramName);

        public static void ThrowIfNegativeOrZero(long value, [CallerArgumentExpression(nameof(value))] string? paramName = null)
            => Check(value > 0, value, "a non-negative and non-zero value", paramName);

        public static void ThrowIfGreaterThan<T>(T value, T other, [CallerArgumentExpression(nameof(value))] string? paramName = null)
            where T : IComparable<T>
            => Check(value.CompareTo(other) <= 0, value, $"less than or equal to '{other}'", paramName);

        public static void ThrowIfGreaterThanOrEqual<T>(T value, T other, [CallerArgumentExpression(nameof(value))] string? paramName = null)
            where T : IComparable<T>
            => Check(value.CompareTo(other) < 0, value, $"less than '{other}'", paramName);

        public static void ThrowIfLessThan<T>(T value, T other, [CallerArgumentExpression(nameof(value))] string? paramName = null)
            where T : IComparable<T>
            => Check(value.CompareTo(other) >= 0, value, $"greater than or equal to '{other}'", paramName);

        public static void ThrowIfLessThanOrEqual<T>(T value, T other, [CallerArgumentExpression(nameof(value))] string? paramName = null)
            where T : IComparable<T>
            => Check(value.CompareTo(other) > 0, value, $"greater than '{other}'", paramName);
    }

    extension(ObjectDisposedException)
    {
        public static void ThrowIf([DoesNotReturnIf(true)] bool condition, object instance)
        {
            if (condition)
            {
                throw new ObjectDisposedException(instance.GetType().FullName);
            }
        }
    }

    private static void Check<T>(bool isValid, T value, string expected, string? paramName)
    {
        if (!isValid)
        {
            throw new ArgumentOutOfRangeException(paramName, value, $"{paramName} ('{value}') must be {expected}.");
        }
    }
}
