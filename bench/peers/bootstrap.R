# Bootstrap means beside boot::tsboot, in one go.
#
# usage: Rscript bootstrap.R BOOTSTRAP_BENCH
#
# Runs the Google Benchmark program and tsboot on a series of the same shape (an autoregression of T months, 10,000 draws
# of its mean, blocks of 12) and prints milliseconds of wall time with their ratio, for one and two threads. tsboot is timed
# once: a run takes seconds.
suppressPackageStartupMessages({
  library(boot)
  library(jsonlite)
})

theirs <- function(kernel, length) {
  x <- as.numeric(arima.sim(list(ar = 0.5), length))
  simulation <- if (kernel == "stationary_means") "geom" else "fixed"
  1000 * system.time(tsboot(x, mean, R = 10000, l = 12, sim = simulation), gcFirst = TRUE)[["elapsed"]]
}

program <- commandArgs(trailingOnly = TRUE)[1]
options <- c("--benchmark_format=json", "--benchmark_repetitions=7", "--benchmark_report_aggregates_only=true",
             "--benchmark_filter=_means")
measured <- fromJSON(paste(system2(program, options, stdout = TRUE, stderr = FALSE), collapse = "\n"))$benchmarks
set.seed(7)
peer <- list()
cat(sprintf("%-24s %6s %8s %10s %10s %8s\n", "milliseconds", "T", "threads", "rerate", "tsboot", "ratio"))
for (i in which(measured$aggregate_name == "median")) {
  parts <- strsplit(measured$run_name[i], "/")[[1]]
  sizes <- as.integer(sub(".*:", "", parts[2:3]))
  if (is.null(peer[[parts[1]]])) peer[[parts[1]]] <- theirs(parts[1], sizes[1])
  cat(sprintf("%-24s %6d %8d %10.2f %10.0f %7.0fx\n", parts[1], sizes[1], sizes[2], measured$real_time[i],
              peer[[parts[1]]], peer[[parts[1]]] / measured$real_time[i]))
}
