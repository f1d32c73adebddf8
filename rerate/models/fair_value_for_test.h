#pragma once

// Valuations by hand and simulated systems whose truth is known, for the tests of fair value.

#include <Eigen/QR>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "rerate/base/random_stream.h"
#include "rerate/models/fair_value_equations.h"
#include "rerate/models/given_equations.h"
#include "rerate/models/panel_for_test.h"

namespace rerate {

// A panel with its equations, kept where FairValueEquations can refer to them.
struct Valuation {
  FairValuePanel panel;
  MultipleEquation multiple;
  GrowthEquation growth;
  FairValueDraws draws = {};
  double level = 0.90;

  FairValueEquations equations() const { return {panel, multiple, growth, draws, level}; }
};

// Price 2,066 at a multiple of 1.27, in one month; drivers with a history of one figure.
inline FairValuePanel calibrated_panel(const std::vector<std::pair<std::string, double>>& drivers = {},
                                       double price = 2066, double multiple = 1.27) {
  const auto prices = monthly_named("small", "2025-05", {price}, Kind::price_index);
  std::vector<Series> columns;
  for (const auto& [name, value] : drivers)
    columns.push_back(monthly_named(name, "2025-05", {value}, Kind::rate));
  std::vector<FairValueDriver> listed;
  for (const auto& column : columns) listed.push_back({column.name, "the " + column.name, &column, {}});
  return fair_value_panel(prices, nullptr, multiple, listed, {"study.toml", 2, 1});
}

inline Valuation calibrated(const GivenEquations& given,
                            const std::vector<std::pair<std::string, double>>& drivers = {},
                            double price = 2066) {
  Valuation valuation;
  valuation.panel = calibrated_panel(drivers, price);
  valuation.multiple = given_multiple(valuation.panel, given);
  valuation.growth = given_growth(valuation.panel, given, 12);
  return valuation;
}

// Nearly normal numbers (sum of twelve uniforms), fast: simulations need millions.
class NearlyNormal {
 public:
  NearlyNormal(std::uint64_t seed, std::uint64_t stream) : random_(seed, stream) {}
  double next() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += random_.uniform(at_++);
    return sum;
  }

 private:
  RandomStream random_;
  std::uint64_t at_ = 0;
};

// ln M_t = a + b'x_t + u_t with two drivers (a random walk and a slow one), u an AR(1); one-period growth
// r_{t+1} = c + d z_t + v_{t+1} (percent) with z an AR(1). Innovations of u and v are correlated. In differences u is a
// random walk instead.
struct SimulatedSystem {
  Index rows = 400, horizon = 12;
  double residual_persistence = 0.5, residual_scale = 0.06;
  double growth_scale = 1.5, correlation = 0.5;
  double driver_persistence = 0.8;  // of z
  bool random_walk_residual = false;
  double endogeneity = 0;  // correlation of the first driver's changes with the innovations of u
  std::uint64_t seed = 1;

  // Made by simulate().
  static constexpr double kConstant = 0.3, kFirst = -0.05, kSecond = 0.03, kDrift = 0.4, kSlope = 0.3;
  Matrix drivers;  // (rows + horizon) x 3: x1, x2, z
  Vector log_multiple, log_fundamental, u;

  void simulate() {
    NearlyNormal normal(seed, 77);
    const Index all = rows + horizon, burn = 200;
    drivers.resize(all, 3);
    log_multiple.resize(all);
    log_fundamental.resize(all);
    u.resize(all);
    double x1 = 4, x2 = 0, z = 0, gap = 0, level = std::log(100);
    for (Index t = -burn; t < all; ++t) {
      const double shock = normal.next();
      const double other = correlation * shock + std::sqrt(1 - correlation * correlation) * normal.next();
      level += (kDrift + kSlope * z + growth_scale * other) / 100;
      if (t >= 0) {
        const double own = std::sqrt(1 - endogeneity * endogeneity) * normal.next();
        x1 += 0.2 * (endogeneity * shock + own);
      }
      x2 = 0.97 * x2 + 0.3 * normal.next();
      z = driver_persistence * z + normal.next();
      gap = random_walk_residual ? (t < 0 ? 0 : gap + residual_scale * shock)
                                 : residual_persistence * gap + residual_scale * shock;
      if (t < 0) continue;
      drivers.row(t) << x1, x2, z;
      u[t] = gap;
      log_multiple[t] = kConstant + kFirst * x1 + kSecond * x2 + gap;
      log_fundamental[t] = level;
    }
  }

  // Growth over the horizon that z foretells, in percent: the sum of c + d E[z].
  double true_growth(double z) const {
    double sum = 0, expected = z;
    for (Index step = 0; step < horizon; ++step, expected *= driver_persistence)
      sum += kDrift + kSlope * expected;
    return sum;
  }
  double true_log_multiple(double x1, double x2) const { return kConstant + kFirst * x1 + kSecond * x2; }

  // The first `rows` as a panel.
  FairValuePanel panel() const {
    FairValuePanel made;
    made.frequency = Frequency::monthly;
    for (Index t = 0; t < rows; ++t) made.ordinal.push_back(static_cast<std::int32_t>(t));
    made.log_multiple = log_multiple.head(rows);
    made.fundamental = log_fundamental.head(rows).array().exp();
    made.price = (log_fundamental + log_multiple).head(rows).array().exp();
    made.drivers = drivers.topRows(rows);
    made.names = {"rate", "slope", "gdp"};
    made.titles = {"the rate", "the curve", "output"};
    made.units = {"percent", "pp", "percent"};
    made.price_name = "small";
    made.fundamental_name = "sales";
    made.places.resize(3);
    made.now = rows - 1;
    made.fundamental_now = made.fundamental[rows - 1];
    made.today = made.drivers.row(rows - 1);
    made.age = {0, 0, 0};
    return made;
  }
};

// Plain least squares with a classical covariance: what estimators do is tested with them.
struct PlainFit {
  Vector coefficients, residuals;
  Matrix covariance;
  double sd = 0;
};
inline PlainFit plain_least_squares(const Matrix& x, const Vector& y) {
  PlainFit fit;
  const Eigen::HouseholderQR<Matrix> qr(x);
  fit.coefficients = qr.solve(y);
  fit.residuals = y - x * fit.coefficients;
  fit.sd = std::sqrt(fit.residuals.squaredNorm() / static_cast<double>(x.rows() - x.cols()));
  const Matrix gram = x.transpose() * x;
  fit.covariance = fit.sd * fit.sd * gram.householderQr().solve(Matrix::Identity(x.cols(), x.cols()));
  return fit;
}

inline Matrix with_ones(const Matrix& columns) {
  Matrix x(columns.rows(), 1 + columns.cols());
  x.col(0).setOnes();
  x.rightCols(columns.cols()) = columns;
  return x;
}

// Both equations by plain least squares.
inline Valuation fitted(const SimulatedSystem& system, MultipleForm form = MultipleForm::levels) {
  Valuation valuation;
  valuation.panel = system.panel();
  const auto& panel = valuation.panel;
  const Index n = system.rows, h = system.horizon;
  auto& multiple = valuation.multiple;
  const double missing = std::numeric_limits<double>::quiet_NaN();
  multiple.form = form;
  multiple.drivers = {0, 1};
  multiple.residual = multiple.fitted = Vector::Constant(n, missing);
  multiple.last = n - 1;
  if (form == MultipleForm::levels) {
    const auto fit = plain_least_squares(with_ones(panel.drivers.leftCols(2)), panel.log_multiple);
    multiple.constant = fit.coefficients[0];
    multiple.coefficients = fit.coefficients.tail(2);
    multiple.covariance = fit.covariance;
    multiple.residual = fit.residuals;
    multiple.residual_sd = fit.sd;
    multiple.first = 0;
  } else {
    const Matrix x = panel.drivers.leftCols(2);
    const Matrix dx = x.bottomRows(n - 1) - x.topRows(n - 1);
    const Vector dy = panel.log_multiple.tail(n - 1) - panel.log_multiple.head(n - 1);
    const auto fit = plain_least_squares(with_ones(dx), dy);
    multiple.coefficients = fit.coefficients.tail(2);
    multiple.covariance = fit.covariance.bottomRightCorner(2, 2);
    multiple.residual.tail(n - 1) = fit.residuals;
    multiple.residual_sd = fit.sd;
    multiple.first = 1;
  }
  auto& growth = valuation.growth;
  const Vector log_s = panel.fundamental.array().log();
  const auto fit = plain_least_squares(with_ones(panel.drivers.col(2).head(n - h)),
                                       100 * (log_s.tail(n - h) - log_s.head(n - h)));
  growth.drivers = {2};
  growth.horizon = h;
  growth.constant = fit.coefficients[0];
  growth.coefficients = fit.coefficients.tail(1);
  growth.covariance = fit.covariance;
  growth.residual_sd = fit.sd;
  growth.residual = growth.fitted = Vector::Constant(n, missing);
  growth.residual.head(n - h) = fit.residuals;
  growth.last = n - h - 1;
  return valuation;
}

}  // namespace rerate
