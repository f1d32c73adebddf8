# Weights of rotations in R's quadprog -> tests/golden/rotation_portfolio.json.
# Run in tests/oracles: Rscript rotation_portfolio.R
#
# Figures come from whole-number formulas, which the unit test computes alike. A turnover limit is written out as one
# constraint for each of the 2^n choices of signs; a tracking error limit is met by bisection on a penalty.

library(quadprog)
library(jsonlite)

sectors <- 7
window <- 60

returns <- outer(1:window, 1:sectors, function(t, i) {
  own <- ((7919 * i * t + 31 * t * t + 17 * i * i) %% 1009) / 1009 - 0.5
  common <- ((6007 * t * (t + 3)) %% 997) / 997 - 0.5
  (own * (1 + i / 4) + common) / 20
})
score <- ((389 * (1:sectors) * (1:sectors + 5)) %% 101) / 50 - 1
benchmark <- (1 + (1:sectors * 3) %% 5) / sum(1 + (1:sectors * 3) %% 5)
held <- ((1:sectors * 5) %% 7) / sum((1:sectors * 5) %% 7)

# Ledoit and Wolf (2004), lemma 3.2 and section 3.3, term by term.
shrunk <- function(x) {
  n <- nrow(x); p <- ncol(x)
  x <- sweep(x, 2, colMeans(x))
  s <- crossprod(x) / n
  mu <- sum(diag(s)) / p
  d2 <- sum((s - mu * diag(p))^2) / p
  b2 <- min(sum(sapply(1:n, function(t) sum((x[t, ] %o% x[t, ] - s)^2))) / n^2 / p, d2)
  list(share = b2 / d2, covariance = b2 / d2 * mu * diag(p) + (1 - b2 / d2) * s)
}
estimate <- shrunk(returns)
v <- 12 * estimate$covariance

signs <- as.matrix(expand.grid(rep(list(c(-1, 1)), sectors)))

limits <- function(least, most, turnover) {
  normals <- cbind(rep(1, sectors), diag(sectors), -diag(sectors))
  bounds <- c(1, rep(least, sectors), rep(-most, sectors))
  if (!is.null(turnover)) {
    normals <- cbind(normals, -t(signs))
    bounds <- c(bounds, -2 * turnover - signs %*% held)
  }
  list(normals = normals, bounds = bounds)
}

# min 1/2 w'Vw - a'w
solve_for <- function(a, l) solve.QP(v, a, l$normals, l$bounds, 1)$solution
error_of <- function(w) sqrt(c(t(w - benchmark) %*% v %*% (w - benchmark)))

case <- function(rule, least = 0, most = 1, turnover = NULL, tracking_error = NULL, aversion = 5, return_per_score = 0.02) {
  l <- limits(least, most, turnover)
  pull <- c(v %*% benchmark)
  direction <- if (rule == "minimum_variance") -pull else return_per_score * score / aversion
  at <- function(t) solve_for(pull + t * direction, l)
  w <- at(1)
  if (!is.null(tracking_error) && error_of(w) > tracking_error) {
    low <- 0; high <- 1
    stopifnot(error_of(at(0)) < tracking_error)
    for (i in 1:200) {
      middle <- (low + high) / 2
      if (error_of(at(middle)) > tracking_error) high <- middle else low <- middle
    }
    w <- at(low)
  }
  list(rule = rule, least = least, most = most, turnover = turnover, tracking_error = tracking_error, aversion = aversion,
       return_per_score = return_per_score, weights = w, error = error_of(w), moved = sum(abs(w - held)) / 2)
}

cases <- list(
  case("minimum_variance"), case("minimum_variance", 0.05, 0.3), case("minimum_variance", -0.2, 0.5),
  case("minimum_variance", tracking_error = 0.01), case("minimum_variance", 0.02, 0.25, tracking_error = 0.02),
  case("minimum_variance", turnover = 0.1), case("minimum_variance", 0, 0.3, turnover = 0.2, tracking_error = 0.021),
  case("mean_variance_tilt"), case("mean_variance_tilt", 0, 0.4, aversion = 2), case("mean_variance_tilt", -0.1, 0.6, aversion = 1),
  case("mean_variance_tilt", tracking_error = 0.02), case("mean_variance_tilt", turnover = 0.15),
  case("mean_variance_tilt", 0, 0.35, turnover = 0.3, tracking_error = 0.03, aversion = 1))
golden <- list(sectors = sectors, window = window, share = estimate$share, covariance = estimate$covariance, cases = cases)
write_json(golden, "../golden/rotation_portfolio.json", digits = NA, auto_unbox = TRUE, null = "null")
for (one in cases) cat(one$rule, signif(one$error, 4), signif(one$moved, 4), round(one$weights, 4), "\n")
