# Golden numbers of rerate/time_series/structural_breaks: strucchange 1.5-3 (Zeileis, Leisch, Hornik and Kleiber 2002; Zeileis,
# Kleiber, Kraemer and Hornik 2003) on regressions made from data/open.
#
# usage (at the project's root): Rscript tests/oracles/structural_breaks.R > tests/golden/structural_breaks.json
#
# Settings. breakpoints(y ~ 0 + X, h = trimming, breaks = 5): dates for each m by extract.breaks, 1-based last row of the
# old regime. confint(): Bai (1997) with het.reg = TRUE, het.err = TRUE, vcov. = NULL, the defaults; NA where strucchange says
# that it cannot be computed. sctest(Fstats(from = trimming)): sup-F with Hansen's (1997) p-value.
# Columns are rounded to six decimals first, so that every reader has the same figures.
suppressPackageStartupMessages({
  library(strucchange)
  library(jsonlite)
})

open_table <- function(name) read.csv(file.path("data/open", paste0(name, ".csv")), stringsAsFactors = FALSE)
rates <- open_table("rates")
shiller <- open_table("shiller_sp500_monthly")
philly <- open_table("philly_fed_manufacturing")
production <- open_table("industrial_production")
unemployment <- open_table("unemployment_rate")
gdp <- open_table("real_gdp")
bond_premium <- open_table("excess_bond_premium")
portfolios <- open_table("french_size_value_monthly")

growth <- function(x, periods, scale) scale * c(rep(NA, periods), diff(log(x), lag = periods))
back <- function(x, periods) c(rep(NA, periods), head(x, -periods))
bond_equivalent <- function(discount) 365 * discount / (360 - 91 * discount / 100)
size <- rowMeans(portfolios[, 2:4]) - rowMeans(portfolios[, 5:7])

macro <- Reduce(function(a, b) merge(a, b, by = "date", all = TRUE),
                list(rates, shiller, philly, production, unemployment, bond_premium))
macro <- macro[order(macro$date), ]
macro$log_pe <- log(macro$price / macro$earnings)
macro$slope <- macro$gs10 - bond_equivalent(macro$tb3ms)
macro$production_growth <- growth(macro$indpro, 1, 1200)
macro$unemployment_change <- c(NA, diff(macro$unrate))

between <- function(table, from, to) table[table$date >= from & table$date <= to, ]
complete <- function(y, ...) {
  columns <- na.omit(data.frame(y = y, ...))
  round(columns, 6)
}

fifty_years <- between(macro, "1960-01", "2006-08")  # 560 months
later <- between(macro, "1973-01", "2019-12")        # 564 months
regressions <- list(
  ten_year_rate_mean = list(0.15, complete(fifty_years$gs10)),
  funds_rate_mean = list(0.10, complete(between(macro, "1970-01", "2019-12")$fedfunds)),
  small_less_large_mean = list(0.15, complete(size[between(cbind(portfolios["date"], i = seq_along(size)),
                                                           "1978-05", "2024-12")$i])),
  survey_autoregression = list(0.15, complete(later$current_activity, own = back(later$current_activity, 1))),
  gdp_growth_autoregression = list(0.15, complete(growth(gdp$gdpc1, 1, 400), own = back(growth(gdp$gdpc1, 1, 400), 1))),
  production_second_order = list(0.10, complete(later$production_growth, first = back(later$production_growth, 1),
                                                second = back(later$production_growth, 2))),
  okun_monthly = list(0.10, complete(later$unemployment_change, growth = later$production_growth)),
  multiple_on_rate = list(0.15, complete(fifty_years$log_pe, gs10 = fifty_years$gs10)),
  multiple_on_rate_short_segments = list(0.10, complete(later$log_pe, gs10 = later$gs10)),
  multiple_on_curve = list(0.15, complete(later$log_pe, gs10 = later$gs10, slope = later$slope)),
  multiple_on_curve_and_spread = list(0.15, complete(later$log_pe, gs10 = later$gs10, slope = later$slope,
                                                     spread = later$gz_spread)),
  spread_on_activity = list(0.10, complete(later$gz_spread, activity = later$current_activity, slope = later$slope,
                                           unemployment = later$unrate)))

intervals <- function(found, m, level) {
  bounds <- suppressWarnings(confint(found, breaks = m, level = level)$confint)
  unname(bounds[, c(1, 3), drop = FALSE])
}

told <- function(trimming, columns) {
  y <- columns$y
  X <- cbind(constant = 1, as.matrix(columns[, -1, drop = FALSE]))
  found <- breakpoints(y ~ 0 + X, h = trimming, breaks = 5)
  by_count <- lapply(1:5, function(m) found$extract.breaks(found$extend.RSS.table(found$RSS.table, m), m))
  tables <- summary(found)$RSS
  chosen <- unname(which.min(tables["BIC", ])) - 1
  single <- Fstats(y ~ 0 + X, from = trimming)
  test <- sctest(single)
  list(trimming = trimming, columns = as.list(columns), dates = by_count, ssr = unname(tables["RSS", ]),
       bic = unname(tables["BIC", ]), chosen = chosen,
       intervals_95 = lapply(1:5, function(m) intervals(found, m, 0.95)),
       intervals_90 = lapply(1:5, function(m) intervals(found, m, 0.90)),
       coefficients = unname(as.matrix(coef(found, breaks = chosen))),
       sup_f = unname(test$statistic), sup_f_p = unname(test$p.value), sup_f_row = single$breakpoint)
}

# sup-F p-values away from the samples: statistic, number of coefficients, lambda.
p_values <- do.call(rbind, lapply(c(1, 2, 5, 10), function(k) do.call(rbind, lapply(c(0.05, 0.1, 0.15, 0.333, 0.485, 0.495),
  function(tau) do.call(rbind, lapply(c(0.5, 3, 8.85, 15, 30), function(x) {
    lambda <- ((1 - tau) / tau)^2
    data.frame(k = k, tau = tau, statistic = x,
               p = strucchange:::pvalue.Fstats(x, type = "supF", k = k, lambda = lambda))
  }))))))

cat(toJSON(list(source = paste("strucchange", packageVersion("strucchange")),
                regressions = lapply(regressions, function(r) do.call(told, r)), p_values = p_values),
           auto_unbox = TRUE, digits = I(15), na = "null", pretty = FALSE), "\n")
