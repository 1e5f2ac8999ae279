using System.Runtime.ExceptionServices;

namespace HealthProbe.IntegrationTests;

/// <summary>
/// A thread that is changed for good before it does its work, and ends after it: a namespace or a filter of its own concerns nobody else.
/// </summary>
internal static class OwnThread
{
    /// <summary>Runs both on a new thread, one after the other. What they throw is thrown here.</summary>
    public static T Run<T>(Action enter, Func<T> action)
    {
        T result = default!;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                enter();
                result = action();
            }
#pragma warning disable CA1031 // Whatever it is, it is thrown again on the thread that waits.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return result;
    }
}
