namespace SocketIO.Benchmarks;

/// <summary>
/// Something of a certain size that is ready to be measured.
/// </summary>
/// <param name="Question">What is measured: cases that answer the same question are compared.</param>
/// <param name="Size">How large it is.</param>
/// <param name="Operation">Does once what is timed.</param>
/// <param name="IsJudged">Whether it counts as a failure when the operation takes longer in something larger.</param>
internal sealed record GrowthCase(string Question, int Size, Action Operation, bool IsJudged = true)
{
    /// <summary>Gets what each connection, room or namespace takes on the heap.</summary>
    /// <value><see langword="null"/> when the question is not about memory, or they are too few to tell.</value>
    public double? BytesEach { get; init; }
}
