using HealthProbe.Hosting;
using HealthProbe.Listening;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health listener to an application.</summary>
public static class HealthListenerServiceCollectionExtensions
{
    /// <summary>Opens a TCP port while the application's health checks are healthy, from after its start to the beginning of its shutdown. The <see cref="HealthListener"/> can be injected, for its heartbeat.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options; wins over configuration and environment.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddHealthListener(this IServiceCollection services, Action<HealthListenerOptions>? configure = null)
    {
        services.AddHealthChecks();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HealthListenerOptions>, HealthListenerConfiguration>(
            provider => new HealthListenerConfiguration(provider.GetService<IConfiguration>(), Environment.GetEnvironmentVariable)));
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HealthListenerOptions>, HealthListenerValidation>());
        services.TryAddSingleton(provider =>
        {
            HealthListenerOptions options = provider.GetRequiredService<IOptions<HealthListenerOptions>>().Value;
            return new HealthListener(options.Host, options.Port, options.MaximumHeartbeatAge, provider.GetRequiredService<TimeProvider>());
        });
        services.TryAddSingleton<HealthReports>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HealthListenerHost>());
        return services;
    }
}
