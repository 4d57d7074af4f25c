// Loaded into wrangler before anything else: when the process that started it is gone, even by SIGKILL, wrangler stops
// as if asked to, and takes workerd along.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
