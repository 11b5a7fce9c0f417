namespace SocketIO.Engine;

/// <summary>
/// Walks over the parameters of a query string, as the URL standard parses forms: no input is an error.
/// </summary>
internal ref struct QueryReader
{
    private ReadOnlySpan<char> _rest;

    public QueryReader(ReadOnlySpan<char> query)
    {
        var fragment = query.IndexOf('#');
        query = fragment < 0 ? query : query[..fragment];
        _rest = query is ['?', .. var parameters] ? parameters : query;
    }

    /// <summary>Moves on. Name and value are still percent-encoded.</summary>
    public bool TryRead(out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOf('&');
            var pair = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];

            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            name = equals < 0 ? pair : pair[..equals];
            value = equals < 0 ? default : pair[(equals + 1)..];
            return true;
        }

        name = default;
        value = default;
        return false;
    }
}
