# Quantile regressions on data/open by R's quantreg: coefficients, objective, and the errors "iid" and "nid".
#
#   Rscript tests/oracles/quantile_regression.R
#
# writes tests/golden/quantile_regression.csv (what was regressed: rounded, written and read back) and
# tests/golden/quantile_regression.json. method = "br" is exact, as are the neighbours that "nid" takes its densities from;
# hs = TRUE is the bandwidth of Hall and Sheather. `unique` and `iid_unique` are FALSE where quantreg warns that the solution, or
# the line through the smallest residuals that "iid" takes its sparsity from, may not be unique.
suppressMessages(library(quantreg))
library(jsonlite)

open <- function(file, column) {
  table <- read.csv(file.path("data/open", file))
  setNames(table[[column]], table$date)
}
months <- format(seq(as.Date("1973-01-01"), as.Date("2019-12-01"), by = "month"), "%Y-%m")
earlier <- format(seq(as.Date("1972-01-01"), as.Date("2018-12-01"), by = "month"), "%Y-%m")
price <- open("shiller_sp500_monthly.csv", "price")
earnings <- open("shiller_sp500_monthly.csv", "earnings")
production <- open("industrial_production.csv", "indpro")
unemployment <- open("unemployment_rate.csv", "unrate")
sample <- data.frame(
  date = months,
  multiple = log(price[months] / earnings[months]),
  gs10 = open("rates.csv", "gs10")[months],
  tb3ms = open("rates.csv", "tb3ms")[months],
  fedfunds = open("rates.csv", "fedfunds")[months],
  premium = open("excess_bond_premium.csv", "ebp")[months],
  philly = open("philly_fed_manufacturing.csv", "current_activity")[months],
  growth = 100 * (production[months] / production[earlier] - 1),
  unemployment = unemployment[months],
  unemployment_before = unemployment[earlier],
  market = open("french_market_monthly.csv", "mkt_rf")[months]
)
write.csv(format(sample, digits = 8, nsmall = 0, trim = TRUE, scientific = FALSE), "tests/golden/quantile_regression.csv",
          row.names = FALSE, quote = FALSE)
sample <- read.csv("tests/golden/quantile_regression.csv")

regressions <- list(
  multiple ~ gs10,
  multiple ~ gs10 + fedfunds + premium + growth,
  growth ~ philly + premium,
  growth ~ gs10 + tb3ms + premium + philly + unemployment,
  market ~ premium + philly,
  market ~ multiple + gs10 + tb3ms,
  fedfunds ~ growth + unemployment,
  unemployment ~ unemployment_before + premium,
  gs10 ~ tb3ms + fedfunds,
  premium ~ 0 + philly + growth
)

# The value of an expression; `was_unique` is FALSE afterwards when quantreg warned.
was_unique <- TRUE
watched <- function(expression) {
  was_unique <<- TRUE
  withCallingHandlers(expression, warning = function(warning) {
    if (grepl("nonunique", conditionMessage(warning))) was_unique <<- FALSE
    invokeRestart("muffleWarning")
  })
}

fitted <- function(formula, tau) {
  fit <- watched(rq(formula, tau = tau, data = sample, method = "br"))
  unique <- was_unique
  errors <- function(kind) watched(unname(summary(fit, se = kind, hs = TRUE)$coefficients[, 2]))
  iid <- errors("iid")
  iid_unique <- was_unique
  p <- suppressWarnings(unname(summary(fit, se = "nid", hs = TRUE)$coefficients[, 4]))
  names <- sub("(Intercept)", "constant", names(coef(fit)), fixed = TRUE)
  list(dependent = all.vars(formula)[1], terms = names, share = tau, n = length(fit$residuals), unique = unique,
       coefficients = unname(coef(fit)), objective = fit$rho, iid = iid, iid_unique = iid_unique, nid = errors("nid"), nid_p = p,
       bandwidth = bandwidth.rq(tau, length(fit$residuals), hs = TRUE))
}

cases <- list()
for (formula in regressions) for (tau in c(0.1, 0.5, 0.9)) cases[[length(cases) + 1]] <- fitted(formula, tau)
write(toJSON(list(version = as.character(packageVersion("quantreg")), cases = cases), auto_unbox = TRUE, digits = NA,
             pretty = FALSE), "tests/golden/quantile_regression.json")
