# Golden numbers of rerate/statistics/{correlation,rolling_correlation,shifted_correlation,correlation_bootstrap} and of the section
# [[style_curve]]: Rscript tests/oracles/style_correlation.R, at the project's root, writes
# tests/golden/style_correlation.json.
#
# "made": two autocorrelated series from a linear congruential generator, rounded for ties; stats::cor by both methods, a window
# at a time, over every rotation, and quantiles of 40,000 resamples of boot::tsboot (stationary bootstrap).
# "open": the sixteen correlations of value over growth with the curve on data/open, on the months that all series have.
suppressPackageStartupMessages({
  library(boot)
  library(jsonlite)
})

uniforms <- function(count, seed) {
  state <- seed
  sapply(seq_len(count), function(i) {
    state <<- (16807 * state) %% 2147483647
    state / 2147483647
  })
}

autoregression <- function(shocks, coefficient) as.numeric(stats::filter(shocks, coefficient, method = "recursive"))

made <- function() {
  count <- 240
  common <- uniforms(count, 11) - 0.5
  x <- round(autoregression(common + uniforms(count, 23) - 0.5, 0.6), 2)
  y <- round(autoregression(common + uniforms(count, 37) - 0.5, 0.8), 2)
  window <- 60
  rolling <- sapply(seq_len(count - window + 1), function(i) cor(x[i + 0:(window - 1)], y[i + 0:(window - 1)]))
  turned <- sapply(0:(count - 1), function(k) cor(x, y[(seq_len(count) - 1 + k) %% count + 1]))
  lags <- min(window - 1, count %/% 4)
  rho <- function(z) acf(z, lag.max = lags, plot = FALSE)$acf[-1]
  effective <- window / (1 + 2 * sum((1 - seq_len(lags) / window) * rho(x) * rho(y)))
  band <- tanh(atanh(rolling[1]) + c(-1, 1) * qnorm(0.95) / sqrt(effective - 3))
  set.seed(1)
  draws <- tsboot(cbind(x, y), function(d) cor(d[, 1], d[, 2]), R = 40000, l = 12, sim = "geom")$t
  list(x = x, y = y, pearson = cor(x, y), spearman = cor(x, y, method = "spearman"), window = window, rolling = rolling,
       effective = effective, band = band, shift_p = mean(abs(turned) >= abs(turned[1]) - 1e-12), block_length = 12,
       shares = c(0.05, 0.25, 0.5, 0.75, 0.95), quantiles = unname(quantile(draws, c(0.05, 0.25, 0.5, 0.75, 0.95))))
}

open_data <- function() {
  read <- function(file) {
    table <- read.csv(file.path("data/open", file))
    rownames(table) <- substr(table$date, 1, 7)
    table
  }
  rates <- read("rates.csv")
  styles <- read("french_size_value_monthly.csv")
  rates$curve <- rates$gs10 - 365 * rates$tb3ms / (360 - 91 * rates$tb3ms / 100)
  index <- function(returns) cumprod(1 + returns / 100)
  months <- intersect(rownames(rates)[!is.na(rates$curve)], rownames(styles))
  curve <- rates[months, "curve"]
  later <- function(x, lag) c(rep(NA, lag), head(x, length(x) - lag))
  change <- function(x, lag) x - later(x, lag)
  rows <- list()
  for (pair in c(small = "small", large = "big")) {
    value <- index(styles[[paste0(pair, "_value")]])[match(months, rownames(styles))]
    growth <- index(styles[[paste0(pair, "_growth")]])[match(months, rownames(styles))]
    relative <- function(lag) value / later(value, lag) - growth / later(growth, lag)  # of simple returns
    for (lead in c(0, 12)) {
      cases <- list(level = list(log(value / growth), curve), return_on_level = list(relative(12), curve),
                    change = list(relative(1), change(curve, 1)), annual_change = list(relative(12), change(curve, 12)))
      for (name in names(cases)) {
        y <- cases[[name]][[1]]
        x <- later(cases[[name]][[2]], lead)
        both <- !is.na(x) & !is.na(y)
        rows[[length(rows) + 1]] <- list(pair = if (pair == "big") "large" else pair, measure = name, lead = lead, n = sum(both), pearson = cor(x[both], y[both]),
                                         spearman = cor(x[both], y[both], method = "spearman"))
      }
    }
  }
  list(first = months[1], last = months[length(months)], rows = rows)
}

write_json(list(made = made(), open = open_data()), "tests/golden/style_correlation.json", auto_unbox = TRUE, digits = 15)
