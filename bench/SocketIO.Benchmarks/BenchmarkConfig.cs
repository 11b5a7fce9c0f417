using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace SocketIO.Benchmarks;

/// <summary>
/// Short runs: allocations, which are the figure, are exact after one, and times good enough to compare.
/// </summary>
/// <remarks>
/// In this process, because a project that is generated and restored for each benchmark would need the package registry, and obey the
/// rules of this repository.
/// </remarks>
internal sealed class BenchmarkConfig : ManualConfig
{
    public BenchmarkConfig()
    {
        AddJob(new Job("short")
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(3)
            .WithIterationCount(5)
            .WithIterationTime(TimeInterval.FromMilliseconds(100)));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumn(TargetMethodColumn.Method, StatisticColumn.Mean);
        AddColumnProvider(DefaultColumnProviders.Params, DefaultColumnProviders.Metrics);
        AddLogger(new ProgressLogger());
        AddExporter(MarkdownExporter.GitHub);
        WithArtifactsPath("artifacts/benchmarks");
    }
}
