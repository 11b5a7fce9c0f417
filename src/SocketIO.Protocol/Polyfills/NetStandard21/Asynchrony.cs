using System.Net.Http;

namespace SocketIO.Polyfills;

/// <summary>What can be cancelled since .NET 5 and 6.</summary>
internal static class Asynchrony
{
    extension(Task task)
    {
        public async Task WaitAsync(CancellationToken cancellationToken)
        {
            var canceled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);

            using (cancellationToken.Register(static state => ((TaskCompletionSource<bool>)state!).TrySetResult(true), canceled))
            {
                if (await Task.WhenAny(task, canceled.Task).ConfigureAwait(false) != task)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }

            await task.ConfigureAwait(false);
        }
    }

    extension<T>(Task<T> task)
    {
        public async Task<T> WaitAsync(CancellationToken cancellationToken)
        {
            await ((Task)task).WaitAsync(cancellationToken).ConfigureAwait(false);
            return await task.ConfigureAwait(false);
        }
    }

    extension(CancellationTokenRegistration registration)
    {
        /// <summary>Does not say whether the callback was prevented from running. Disposing waits for one that runs, which may wait for a lock of the caller: another thread does it.</summary>
        public void Unregister()
        {
            if (!registration.Equals(default))
            {
                ThreadPool.QueueUserWorkItem(static state => ((IDisposable)state!).Dispose(), registration);
            }
        }
    }

    extension(ThreadPool)
    {
        public static bool UnsafeQueueUserWorkItem<T>(Action<T> callback, T state, bool preferLocal)
            where T : class
            => ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
    }

    extension(HttpContent content)
    {
        public Task<Stream> ReadAsStreamAsync(CancellationToken cancellationToken) => content.ReadAsStreamAsync().WaitAsync(cancellationToken);

        public Task<byte[]> ReadAsByteArrayAsync(CancellationToken cancellationToken) => content.ReadAsByteArrayAsync().WaitAsync(cancellationToken);

        public Task<string> ReadAsStringAsync(CancellationToken cancellationToken) => content.ReadAsStringAsync().WaitAsync(cancellationToken);
    }
}
