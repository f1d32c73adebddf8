# Bai-Perron and Andrews's sup-F beside strucchange, in one go.
#
# usage: Rscript structural_breaks.R STRUCTURAL_BREAKS_BENCH
#
# Runs the Google Benchmark program and strucchange on the same figures (n rows, k coefficients, up to five breaks,
# trimming 0.15) and prints milliseconds with their ratio. strucchange is timed once, twice for sup-F: its runs take seconds.
suppressPackageStartupMessages({
  library(strucchange)
  library(jsonlite)
})

wave <- function(rows, which) {
  scaled <- 437.58545 * sin(12.9898 * seq_len(rows) + 78.233 * (which + 1))
  scaled - floor(scaled) - 0.5
}

shifting_regression <- function(rows, drivers) {
  t <- seq_len(rows) - 1
  x <- sapply(seq_len(drivers), function(d) wave(rows, d))
  y <- wave(rows, 0) + 0.5 * (t >= rows %/% 3) - 0.8 * (t >= (2 * rows) %/% 3)
  if (drivers > 0) y <- y + 0.3 * rowSums(x)
  list(y = y, X = if (drivers > 0) cbind(1, x) else matrix(1, rows, 1))
}

milliseconds <- function(work, rounds) {
  median(replicate(rounds, 1000 * system.time(work(), gcFirst = TRUE)[["elapsed"]]))
}

theirs <- function(kernel, sample) {
  if (kernel == "break_search") {
    milliseconds(function() breakpoints(sample$y ~ 0 + sample$X, h = 0.15, breaks = 5), 1)
  } else {
    milliseconds(function() Fstats(sample$y ~ 0 + sample$X, from = 0.15), 2)
  }
}

program <- commandArgs(trailingOnly = TRUE)[1]
options <- c("--benchmark_format=json", "--benchmark_repetitions=5", "--benchmark_report_aggregates_only=true")
measured <- fromJSON(paste(system2(program, options, stdout = TRUE, stderr = FALSE), collapse = "\n"))$benchmarks
cat(sprintf("%-24s %6s %3s %10s %12s %8s\n", "milliseconds", "n", "k", "rerate", "strucchange", "ratio"))
for (i in which(measured$aggregate_name == "median")) {
  parts <- strsplit(measured$run_name[i], "/")[[1]]
  rows <- as.integer(parts[2])
  drivers <- as.integer(parts[3])
  if (rows > 1000) next  # strucchange would take minutes
  took <- measured$cpu_time[i]
  peer <- theirs(parts[1], shifting_regression(rows, drivers))
  cat(sprintf("%-24s %6d %3d %10.3f %12.1f %7.0fx\n", parts[1], rows, drivers + 1L, took, peer, peer / took))
}
