using System.Diagnostics.CodeAnalysis;

namespace SocketIO.Polyfills;

/// <summary>What collections and strings can be asked since .NET Standard 2.1.</summary>
internal static class Collections
{
    extension<T>(Queue<T> queue)
    {
        public bool TryPeek([MaybeNullWhen(false)] out T result)
        {
            result = queue.Count > 0 ? queue.Peek() : default;
            return queue.Count > 0;
        }

        public bool TryDequeue([MaybeNullWhen(false)] out T result)
        {
            var isThere = queue.Count > 0;
            result = isThere ? queue.Dequeue() : default;
            return isThere;
        }
    }

    extension<TKey, TValue>(Dictionary<TKey, TValue> dictionary)
        where TKey : notnull
    {
        public bool TryAdd(TKey key, TValue value)
        {
            if (dictionary.ContainsKey(key))
            {
                return false;
            }

            dictionary.Add(key, value);
            return true;
        }

        public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value) => dictionary.TryGetValue(key, out value) && dictionary.Remove(key);
    }

    extension<T>(IEnumerable<T> items)
    {
        public HashSet<T> ToHashSet() => [.. items];
    }

    extension(string text)
    {
        public bool Contains(char value) => text.IndexOf(value) >= 0;

        public bool StartsWith(char value) => text.Length > 0 && text[0] == value;

        public bool EndsWith(char value) => text.Length > 0 && text[^1] == value;
    }
}
