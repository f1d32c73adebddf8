# Quantile regression beside quantreg, in one go.
#
# usage: Rscript quantile_regression.R QUANTILE_REGRESSION_BENCH
#
# Runs the Google Benchmark program and quantreg (method "br", its exact one; errors "nid", or 500 draws of its own
# bootstrap of rows) on data of the same shape and prints milliseconds on one core with their ratio. Of quantreg the
# fitting alone is timed, not the reading of the formula.
suppressPackageStartupMessages({
  library(quantreg)
  library(jsonlite)
})

theirs <- function(kernel, rows, columns, share) {
  x <- cbind(1, sapply(seq_len(columns - 1), function(j) as.numeric(arima.sim(list(ar = 0.9), rows))))
  y <- rowSums(x) + runif(rows)
  work <- switch(kernel,
    fit_with_iid = function() rq.fit.br(x, y, tau = share),
    fit_with_nid = function() {
      h <- bandwidth.rq(share, rows)
      while (share - h < 0 || share + h > 1) h <- h / 2
      for (tau in c(share, share - h, share + h)) rq.fit.br(x, y, tau = tau)
    },
    fit_with_bootstrap = function() boot.rq(x, y, share, R = 500))
  rounds <- if (kernel == "fit_with_bootstrap") 1 else 20
  median(replicate(5, 1000 * system.time(for (i in seq_len(rounds)) work(), gcFirst = TRUE)[["elapsed"]] / rounds))
}

program <- commandArgs(trailingOnly = TRUE)[1]
options <- c("--benchmark_format=json", "--benchmark_repetitions=5", "--benchmark_report_aggregates_only=true")
measured <- fromJSON(paste(system2(program, options, stdout = TRUE, stderr = FALSE), collapse = "\n"))$benchmarks
set.seed(7)
cat(sprintf("%-24s %6s %3s %6s %10s %10s %8s\n", "milliseconds", "n", "k", "share", "rerate", "quantreg", "ratio"))
for (i in which(measured$aggregate_name == "median")) {
  parts <- strsplit(measured$run_name[i], "/")[[1]]
  sizes <- as.integer(sub(".*:", "", parts[2:4]))
  peer <- theirs(parts[1], sizes[1], sizes[2], sizes[3] / 100)
  took <- measured$cpu_time[i]
  cat(sprintf("%-24s %6d %3d %6.2f %10.3f %10.2f %7.0fx\n", parts[1], sizes[1], sizes[2], sizes[3] / 100, took, peer,
              peer / took))
}
