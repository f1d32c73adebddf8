# R's part of tests/oracles/binary_choice.py: Rscript binary_choice.R FILE probit|logit LAGS. glm takes the expected information.
suppressPackageStartupMessages({
  library(sandwich)
  library(jsonlite)
})
given <- commandArgs(trailingOnly = TRUE)
data <- read.csv(given[1])
fit <- glm(y ~ ., data = data, family = binomial(link = given[2]), control = glm.control(epsilon = 1e-15, maxit = 200))
lags <- as.integer(given[3])
found <- list(classical = vcov(fit), hc0 = sandwich(fit),
              hac = NeweyWest(fit, lag = lags, prewhite = FALSE, adjust = FALSE))
covariances <- lapply(names(found), function(errors)
  list(settings = list(errors = errors, information = "expected"), std_errors = unname(sqrt(diag(found[[errors]])))))
cat(toJSON(list(program = paste("R", getRversion()), coefficients = unname(coef(fit)),
                log_likelihood = as.numeric(logLik(fit)), null_log_likelihood = -fit$null.deviance / 2,
                covariances = covariances), digits = NA, auto_unbox = TRUE), "\n")
