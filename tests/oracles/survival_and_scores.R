# Golden numbers of rerate/statistics/survival and probability_scores: Rscript tests/oracles/survival_and_scores.R, at the project's
# root, writes tests/golden/survival_and_scores.json. Durations, forecasts and outcomes come from a formula (a linear congruential
# generator, then rounding, for ties) and stand in the file. survival::survfit, pROC::roc with DeLong's variance, and the
# Brier score and Wilson's interval (prop.test without correction) by their definitions.
suppressPackageStartupMessages({
  library(survival)
  library(pROC)
  library(jsonlite)
})

uniforms <- function(count, seed) {
  state <- seed
  sapply(seq_len(count), function(i) {
    state <<- (16807 * state) %% 2147483647
    state / 2147483647
  })
}

survival_case <- function(count, seed, share_running, level, digits) {
  duration <- round(-300 * log(uniforms(count, seed)), digits)
  observed <- uniforms(count, seed + 1000) >= share_running
  fit <- survfit(Surv(duration, observed) ~ 1, conf.type = "log-log", conf.int = level)
  at <- fit$n.event > 0
  median <- quantile(fit, 0.5)
  list(duration = duration, observed = observed, level = level, time = fit$time[at], at_risk = fit$n.risk[at],
       events = fit$n.event[at], survival = fit$surv[at],
       std_error = ifelse(fit$surv[at] > 0, fit$surv[at] * fit$std.err[at], NA), low = fit$lower[at], high = fit$upper[at],
       median = unname(median$quantile), median_low = unname(median$lower), median_high = unname(median$upper))
}

score_case <- function(count, seed, digits) {
  probability <- round(uniforms(count, seed)^2, digits)
  outcome <- as.integer(uniforms(count, seed + 1000) < 0.1 + 0.7 * probability)
  curve <- roc(outcome, probability, direction = "<", levels = c(0, 1), quiet = TRUE)
  brier <- mean((probability - outcome)^2)
  list(probability = probability, outcome = outcome, area = as.numeric(auc(curve)),
       std_error = sqrt(var(curve, method = "delong")), brier = brier,
       skill = 1 - brier / (mean(outcome) * (1 - mean(outcome))))
}

wilson <- function(events, count) {
  interval <- suppressWarnings(prop.test(events, count, correct = FALSE)$conf.int)
  list(events = events, count = count, low = interval[1], high = interval[2])
}

golden <- list(
  program = sprintf("R %s, survival %s, pROC %s", getRversion(), packageVersion("survival"), packageVersion("pROC")),
  survival = list(survival_case(9, 11, 0.15, 0.95, 0), survival_case(8, 23, 0, 0.9, 0), survival_case(60, 5, 0.3, 0.95, -2),
                  survival_case(200, 7, 0.5, 0.8, -1), survival_case(25, 3, 0.75, 0.95, 0)),
  scores = list(score_case(40, 13, 6), score_case(300, 17, 1), score_case(600, 19, 6), score_case(12, 29, 1)),
  wilson = list(wilson(0, 7), wilson(3, 20), wilson(10, 10), wilson(45, 90)))
write(toJSON(golden, digits = NA, auto_unbox = TRUE, na = "null"), "tests/golden/survival_and_scores.json")
