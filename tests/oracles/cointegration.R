# Golden numbers of rerate/time_series/cointegration: Johansen's procedure by urca 1.3-3 (Pfaff 2008), ca.jo.
#
# usage (at the project's root): Rscript tests/oracles/cointegration.R > tests/golden/cointegration_urca.json
#
# Settings. ca.jo(spec = "transitory"): the levels enter at t - 1. ecdet none is a free constant, const a restricted one,
# trend a free constant and a restricted trend; K lags in the levels (urca needs at least 2). Statistics by falling null, r = 0
# first; vectors V and loadings W by column, first entry of each vector 1, as many as variables.
suppressPackageStartupMessages({
  library(urca)
  library(jsonlite)
})
inputs <- read.csv("tests/golden/time_series_inputs.csv")
systems <- list(c("gs10", "tb3ms"), c("gs10", "tb3ms", "fedfunds"), c("log_price", "log_earnings"),
                c("log_pe", "gs10", "gz_spread", "unrate"),
                c("log_pe", "gs10", "tb3ms", "gz_spread", "unrate", "log_indpro"))

rows <- list()
for (names in systems)
  for (ecdet in c("none", "const", "trend"))
    for (lags in c(2, 3, 7)) {
      fit <- function(type) ca.jo(inputs[, names], type = type, ecdet = ecdet, K = lags, spec = "transitory")
      trace <- fit("trace")
      m <- length(names)
      rows[[length(rows) + 1]] <- list(
        series = names, deterministic = ecdet, lags = lags, eigenvalues = trace@lambda[1:m],
        trace = rev(trace@teststat), max_eigenvalue = rev(fit("eigen")@teststat),
        vectors = t(unname(trace@V[, 1:m])), loadings = t(unname(trace@W[, 1:m])))
    }
cat(toJSON(list(source = "urca 1.3-3", systems = rows), auto_unbox = TRUE, digits = I(16)), "\n")
