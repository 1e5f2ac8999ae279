/* Questions that the runtime asks the machine at every start, and whose answers the command has no use for: docs/startup.md has what each costs.
 * The linker sends the runtime's calls here (--wrap). A name that a later runtime does not call any more is passed over, and only the time saved is lost. */

/* What the compiled code needs; a runtime without this name needs nothing. */
extern const int g_requiredCpuFeatures __attribute__((weak));

/* Which instructions beyond the compiled-in ones there are: seven questions to the processor, each of which leaves a virtual machine. */
int __wrap_minipal_getcpufeatures(void);
int __wrap_minipal_getcpufeatures(void)
{
    return &g_requiredCpuFeatures ? g_requiredCpuFeatures : 0;
}

/* InitializeCpuCGroup(): how many processors the container may use. The thread pool would have fewer threads. */
void __wrap__Z19InitializeCpuCGroupv(void);
void __wrap__Z19InitializeCpuCGroupv(void)
{
}

/* InitializeCGroup(): how much memory the container may use. The collector has limits of its own: HeapHardLimit and GCgen0size in Executable.props. */
void __wrap__Z16InitializeCGroupv(void);
void __wrap__Z16InitializeCGroupv(void)
{
}

/* NUMASupportInitialize(): which memory is near which processor. Only the server collector asks. */
void __wrap__Z21NUMASupportInitializev(void);
void __wrap__Z21NUMASupportInitializev(void)
{
}
