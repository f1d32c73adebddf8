# Golden numbers of rerate/time_series/unit_root: urca 1.3-3 (Pfaff 2008), ur.df, ur.pp and ur.kpss.
#
# usage (at the project's root): Rscript tests/oracles/unit_roots.R > tests/golden/unit_roots_urca.json
#
# Settings. ur.df(type, lags, selectlags = "Fixed"): tau. ur.pp(type = "Z-tau", model, use.lag): teststat; lags NA stands for
# lags = "short", trunc(4 ((T - 1)/100)^0.25). ur.kpss(type, use.lag): teststat (it has the same formula as statsmodels').
suppressPackageStartupMessages({
  library(urca)
  library(jsonlite)
})
inputs <- read.csv("tests/golden/time_series_inputs.csv")
series <- setdiff(names(inputs), "date")

rows <- list()
note <- function(...) rows[[length(rows) + 1]] <<- list(...)
for (name in series) {
  x <- inputs[[name]]
  for (type in c("none", "drift", "trend"))
    for (lags in c(0, 1, 4, 13))
      note(test = "df", series = name, deterministic = type, lags = lags,
           statistic = ur.df(x, type = type, lags = lags)@teststat[1, 1])
  for (model in c("constant", "trend")) {
    note(test = "pp", series = name, deterministic = model, lags = -1,
         statistic = ur.pp(x, type = "Z-tau", model = model, lags = "short")@teststat)
    for (lags in c(1, 5, 19))
      note(test = "pp", series = name, deterministic = model, lags = lags,
           statistic = ur.pp(x, type = "Z-tau", model = model, use.lag = lags)@teststat)
  }
  for (type in c("mu", "tau"))
    for (lags in c(3, 12))
      note(test = "kpss", series = name, deterministic = type, lags = lags,
           statistic = ur.kpss(x, type = type, use.lag = lags)@teststat)
}
cat(toJSON(list(source = "urca 1.3-3", tests = rows), auto_unbox = TRUE, digits = I(16)), "\n")
