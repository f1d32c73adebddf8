# Golden numbers of rerate/time_series/cointegrating_regression, long_run_variance and long_run_covariance.
#
# usage (at the project's root): Rscript tests/oracles/cointegrating_regression.R > tests/golden/cointegrating_regression.json
#
# Dynamic OLS: stats::lm on columns made here (leads and lags of the drivers' changes), with covariances of sandwich 3.0:
#   kernel      kernHAC(kernel = "Bartlett", bw = bwAndrews, prewhite = 1, adjust = TRUE, approx = "AR(1)")
#   lags_12     NeweyWest(lag = 12, prewhite = FALSE, adjust = FALSE)
#   quadratic   kernHAC(kernel = "Quadratic Spectral", bw = bwAndrews, prewhite = 0, adjust = FALSE)
# Leads and lags: n log(ssr / n) + k log(n) of lm over all 25 pairs on rows 6..T-4 (leads, lags 0..4).
# Long-run variance: autoregressions by lm without intercept on rows 9..n, order by BIC, then as in long_run_variance.h.
# Fully modified OLS (Phillips and Hansen 1990; formulas as in Hansen 1992, J. of Policy Modeling 14) is written out here in plain
# loops: no package of Debian has it. Columns are rounded to six decimals first.
suppressPackageStartupMessages({
  library(sandwich)
  library(jsonlite)
})

open_table <- function(name) read.csv(file.path("data/open", paste0(name, ".csv")), stringsAsFactors = FALSE)
bond_equivalent <- function(discount) 365 * discount / (360 - 91 * discount / 100)
macro <- Reduce(function(a, b) merge(a, b, by = "date", all = TRUE),
                lapply(c("rates", "shiller_sp500_monthly", "unemployment_rate", "excess_bond_premium"), open_table))
macro <- macro[order(macro$date), ]
macro$slope <- macro$gs10 - bond_equivalent(macro$tb3ms)
between <- function(from, to) macro[macro$date >= from & macro$date <= to, ]
columns <- function(y, ...) round(na.omit(data.frame(y = y, ...)), 6)

fifty_years <- between("1960-01", "2006-08")
later <- between("1973-01", "2019-12")
regressions <- list(
  multiple_on_rate = columns(log(fifty_years$price / fifty_years$earnings), gs10 = fifty_years$gs10),
  multiple_on_curve = columns(log(later$price / later$earnings), gs10 = later$gs10, slope = later$slope),
  price_on_dividend = columns(log(later$price), dividend = log(later$dividend)),
  long_rate_on_short = columns(fifty_years$gs10, tb3ms = fifty_years$tb3ms),
  spread_on_labour_and_curve = columns(later$gz_spread, unemployment = later$unrate, slope = later$slope,
                                       tb3ms = later$tb3ms))
given <- list(c(2, 2), c(0, 3), c(1, 0), c(4, 4), c(1, 2))

dynamic_columns <- function(table, leads, lags, first, last) {
  rows <- first:last
  levels <- as.matrix(table[rows, -1, drop = FALSE])
  changes <- do.call(cbind, lapply(-leads:lags, function(j)
    as.matrix(table[rows - j, -1, drop = FALSE]) - as.matrix(table[rows - j - 1, -1, drop = FALSE])))
  list(y = table$y[rows], Z = cbind(levels, changes))
}

dynamic_fit <- function(table, leads, lags, first = lags + 2, last = nrow(table) - leads) {
  used <- dynamic_columns(table, leads, lags, first, last)
  lm(used$y ~ used$Z)
}

choose <- function(table) {
  rows <- nrow(table)
  grid <- expand.grid(leads = 0:4, lags = 0:4)
  grid$bic <- mapply(function(leads, lags) {
    fit <- dynamic_fit(table, leads, lags, 6, rows - 4)
    n <- length(residuals(fit))
    n * log(sum(residuals(fit)^2) / n) + length(coef(fit)) * log(n)
  }, grid$leads, grid$lags)
  unlist(grid[which.min(grid$bic), c("leads", "lags")])
}

long_run_variance <- function(e, fitted, trends) {
  n <- length(e)
  rows <- 9:n
  lagged <- sapply(1:8, function(j) e[rows - j])
  fits <- lapply(0:8, function(p) if (p == 0) lm(e[rows] ~ 0) else lm(e[rows] ~ 0 + lagged[, 1:p]))
  bic <- sapply(0:8, function(p) length(rows) * log(sum(residuals(fits[[p + 1]])^2) / length(rows)) + p * log(length(rows)))
  p <- which.min(bic) - 1
  fit <- fits[[p + 1]]
  phi <- if (p == 0) 0 else sum(coef(fit))
  var_phi <- if (p == 0) 0 else sum(vcov(fit))
  if (p > 0) phi <- phi + (1 + 3 * phi + trends * (1 + phi)) / n
  phi <- min(phi, 0.99)
  error <- sum(residuals(fit)^2) / (length(rows) - p)
  list(value = error / (1 - phi)^2 * n / (n - fitted), order = p, persistence = phi,
       degrees_of_freedom = max(2, 2 / (2 / n + 4 * var_phi / (1 - phi)^2)))
}

kernel_weight <- function(kernel, x) switch(kernel,
  bartlett = if (x < 1) 1 - x else 0,
  parzen = if (x <= 0.5) 1 - 6 * x^2 + 6 * x^3 else if (x <= 1) 2 * (1 - x)^3 else 0,
  quadratic_spectral = {
    y <- 6 * pi * x / 5
    3 * (sin(y) / y - cos(y)) / y^2
  })

andrews <- function(v, kernel) {
  above <- below <- 0
  for (column in seq_len(ncol(v))) {
    x <- v[, column]
    x <- x / sqrt(mean((x - mean(x))^2))
    fit <- lm(x[-1] ~ x[-length(x)])
    rho <- coef(fit)[[2]]
    s4 <- mean(residuals(fit)^2)^2
    above <- above + if (kernel == "bartlett") 4 * rho^2 * s4 / ((1 - rho)^6 * (1 + rho)^2) else 4 * rho^2 * s4 / (1 - rho)^8
    below <- below + s4 / (1 - rho)^4
  }
  n <- nrow(v)
  switch(kernel, bartlett = 1.1447 * (above / below * n)^(1 / 3), parzen = 2.6614 * (above / below * n)^(1 / 5),
         quadratic_spectral = 1.3221 * (above / below * n)^(1 / 5))
}

# `chosen`: dynamic OLS, whose residual's long-run variance is the conditional one of fully modified OLS.
fully_modified <- function(table, kernel, bandwidth, chosen) {
  rows <- nrow(table)
  x <- as.matrix(table[, -1, drop = FALSE])
  u <- residuals(lm(table$y ~ x))[-1]
  w <- scale(diff(x), scale = FALSE)
  v <- cbind(u, w)
  n <- nrow(v)
  if (is.null(bandwidth)) bandwidth <- andrews(v, kernel)
  one_sided <- two_sided <- matrix(0, ncol(v), ncol(v))
  for (lag in 0:(n - 1)) {
    k <- if (lag == 0) 1 else kernel_weight(kernel, lag / bandwidth)
    if (k == 0) next
    past <- matrix(0, ncol(v), ncol(v))
    for (t in (lag + 1):n) past <- past + outer(v[t - lag, ], v[t, ])
    one_sided <- one_sided + k * past / n
    two_sided <- two_sided + k * (if (lag == 0) past else past + t(past)) / n
  }
  d <- ncol(x)
  xx <- solve(two_sided[-1, -1, drop = FALSE])
  slope <- xx %*% two_sided[-1, 1]
  y_plus <- table$y[-1] - w %*% slope
  bias <- one_sided[-1, 1] - one_sided[-1, -1, drop = FALSE] %*% slope
  Z <- cbind(1, x[-1, , drop = FALSE])
  gram <- solve(crossprod(Z))
  b <- gram %*% (crossprod(Z, y_plus) - n * c(0, bias))
  conditional <- two_sided[1, 1] - sum(two_sided[-1, 1] * slope)
  list(kernel = kernel, bandwidth = bandwidth, coefficients = as.vector(b),
       std_errors = sqrt(diag(conditional * gram)),
       autoregressive_errors = sqrt(diag(chosen$long_run$value * gram)),
       one_sided = unname(one_sided), two_sided = unname(two_sided))
}

errors_of <- function(fit, terms) {
  first <- function(v) unname(sqrt(diag(v))[seq_len(terms)])
  list(kernel = first(kernHAC(fit, kernel = "Bartlett", bw = bwAndrews, prewhite = 1, adjust = TRUE, approx = "AR(1)")),
       lags_12 = first(NeweyWest(fit, lag = 12, prewhite = FALSE, adjust = FALSE)),
       quadratic = first(kernHAC(fit, kernel = "Quadratic Spectral", bw = bwAndrews, prewhite = 0, adjust = FALSE)))
}

dynamic <- function(table, leads, lags) {
  fit <- dynamic_fit(table, leads, lags)
  terms <- ncol(table)
  b <- unname(coef(fit)[seq_len(terms)])
  long_run <- long_run_variance(unname(residuals(fit)), length(coef(fit)), terms - 1)
  gram <- summary(fit)$cov.unscaled[seq_len(terms), seq_len(terms)]
  list(leads = leads, lags = lags, n = length(residuals(fit)), k = length(coef(fit)), coefficients = b,
       errors = errors_of(fit, terms), long_run = long_run,
       autoregressive_errors = unname(sqrt(diag(long_run$value * gram))),
       long_run_residuals = as.vector(table$y - cbind(1, as.matrix(table[, -1, drop = FALSE])) %*% b)[c(1, 2, 100, nrow(table))],
       r2 = summary(fit)$r.squared, sigma = summary(fit)$sigma)
}

told <- function(table, counts) {
  pair <- choose(table)
  chosen <- dynamic(table, pair[["leads"]], pair[["lags"]])
  modified <- function(kernel, bandwidth) fully_modified(table, kernel, bandwidth, chosen)
  list(columns = as.list(table), given = dynamic(table, counts[1], counts[2]), chosen = chosen,
       fully_modified = list(modified("bartlett", 6), modified("bartlett", NULL), modified("parzen", NULL),
                             modified("quadratic_spectral", NULL)))
}

cat(toJSON(list(source = paste("R", getRversion(), "sandwich", packageVersion("sandwich")),
                regressions = Map(told, regressions, given)), auto_unbox = TRUE, digits = I(15)), "\n")
