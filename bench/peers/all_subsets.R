# All subsets of 20 drivers beside leaps, in one go.
#
# usage: Rscript all_subsets.R ALL_SUBSETS_BENCH
#
# Runs the Google Benchmark program and leaps (regsubsets, exhaustive) on data of the same shape and prints milliseconds on
# one core with their ratio. leaps bounds its search and gives the best subset of each size, which it finds some fifty times sooner; ours gives the figures of
# all 2^20, with forecasts in order of time where there are folds, which leaps has not.
suppressPackageStartupMessages({
  library(leaps)
  library(jsonlite)
})

program <- commandArgs(trailingOnly = TRUE)[1]
options <- c("--benchmark_format=json", "--benchmark_repetitions=5", "--benchmark_report_aggregates_only=true")
measured <- fromJSON(paste(system2(program, options, stdout = TRUE, stderr = FALSE), collapse = "\n"))$benchmarks
set.seed(7)
cat(sprintf("%-12s %8s %6s %8s %10s %10s %8s\n", "milliseconds", "drivers", "folds", "threads", "rerate", "leaps",
            "ratio"))
for (i in which(measured$aggregate_name == "median")) {
  sizes <- as.integer(strsplit(measured$run_name[i], "/")[[1]][2:4])
  x <- matrix(rnorm(600 * sizes[1]), 600)
  y <- rnorm(600)
  peer <- median(replicate(3, 1000 * system.time(
    regsubsets(x, y, nvmax = sizes[1], really.big = TRUE), gcFirst = TRUE)[["elapsed"]]))
  took <- measured$real_time[i]
  cat(sprintf("%-12s %8d %6d %8s %10.0f %10.0f %7.2fx\n", "subsets", sizes[1], sizes[2],
              if (sizes[3] == 0) "all" else sizes[3], took, peer, peer / took))
}
