# R's part of tests/oracles/regression.py: lm, and sandwich (Zeileis 2004, 2006) under settings of ours.
#
# usage: Rscript regression.R FOLDER CONSTANT... with FOLDER/0.csv, ... holding y, x1, ..., xk; prints JSON
suppressPackageStartupMessages({
  library(sandwich)
  library(lmtest)
  library(jsonlite)
})
arguments <- commandArgs(trailingOnly = TRUE)
kernels <- c(bartlett = "Bartlett", parzen = "Parzen", quadratic_spectral = "Quadratic Spectral", truncated = "Truncated")

one <- function(number) {
  data <- read.csv(file.path(arguments[1], paste0(number, ".csv")))
  constant <- arguments[number + 2] == "1"
  drivers <- setdiff(names(data), "y")
  fit <- lm(reformulate(if (length(drivers)) drivers else "1", "y", intercept = constant), data)
  rows <- list()
  add <- function(settings, call, vcov, bandwidth = NULL) {
    test <- coeftest(fit, vcov = vcov)
    row <- list(settings = settings, call = call, std_errors = I(unname(test[, 2])), p = I(unname(test[, 4])))
    row$bandwidth <- bandwidth
    rows[[length(rows) + 1]] <<- row
  }
  add(list(kind = "classical"), "vcov", vcov(fit))
  for (type in c("HC0", "HC1", "HC2", "HC3")) add(list(kind = tolower(type)), paste("vcovHC", type), vcovHC(fit, type))
  for (lag in c(3, 11))
    for (prewhite in 0:1)
      for (adjust in c(FALSE, TRUE))
        add(list(kind = "hac", kernel = "bartlett", bandwidth = lag + 1, prewhitening = prewhite, small_sample = adjust),
            sprintf("NeweyWest(lag = %d, prewhite = %d, adjust = %s)", lag, prewhite, adjust),
            NeweyWest(fit, lag = lag, prewhite = prewhite, adjust = adjust))
  for (kernel in names(kernels))
    for (prewhite in 0:2) {
      for (rule in c("given", "andrews", "newey_west")) {
        if (rule == "newey_west" && kernel == "truncated") next
        bandwidth <- switch(rule, given = 7.5, andrews = bwAndrews(fit, kernel = kernels[[kernel]], prewhite = prewhite),
                            newey_west = bwNeweyWest(fit, kernel = kernels[[kernel]], prewhite = prewhite))
        settings <- list(kind = "hac", kernel = kernel, rule = rule, bandwidth = bandwidth, prewhitening = prewhite,
                         small_sample = prewhite == 1)
        vcov <- kernHAC(fit, bw = bandwidth, kernel = kernels[[kernel]], prewhite = prewhite, adjust = prewhite == 1)
        if (any(diag(vcov) <= 0)) next
        add(settings, sprintf("kernHAC(bw = %s, kernel = %s, prewhite = %d, adjust = %s)", rule, kernels[[kernel]], prewhite,
                              prewhite == 1), vcov, bandwidth)
      }
    }
  summary <- summary(fit)
  list(program = paste("R", getRversion(), "sandwich", packageVersion("sandwich")), coefficients = I(unname(coef(fit))),
       r2 = summary$r.squared, adjusted_r2 = summary$adj.r.squared, sigma = summary$sigma, aic = extractAIC(fit)[2],
       bic = extractAIC(fit, k = log(nobs(fit)))[2], durbin_watson = unname(dwtest(fit)$statistic), covariances = rows)
}
cat(toJSON(lapply(seq_along(arguments[-1]) - 1, one), auto_unbox = TRUE, digits = I(17)), "\n")
