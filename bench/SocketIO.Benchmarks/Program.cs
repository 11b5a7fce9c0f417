using BenchmarkDotNet.Running;
using SocketIO.Benchmarks;

if (args is ["growth", .. var dimensions])
{
    return await GrowthReport.RunAsync(dimensions);
}

// Without arguments everything; with --filter '*Broadcast*' what it names. The choice would otherwise be asked for.
BenchmarkSwitcher.FromAssembly(typeof(BenchmarkConfig).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, new BenchmarkConfig());
return 0;
