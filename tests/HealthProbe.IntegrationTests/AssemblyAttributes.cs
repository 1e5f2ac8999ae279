using System.Runtime.InteropServices;

// These tests measure time and count descriptors: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
