#include "rerate/formula/moments.h"

#include <algorithm>
#include <cmath>

namespace rerate {
namespace {

// n * sum(a b) - sum(a) sum(b): n (n - 1) times the covariance.
double scaled_covariance(int count, DoubleDouble products, DoubleDouble a, DoubleDouble b) {
  return (products * static_cast<double>(count) - a * b).value();
}

bool varies(const Moments& moments) { return moments.least < moments.most; }

}  // namespace

Coverage Coverage::of(double x, Date known_at) {
  if (std::isnan(x)) return {1, 1, kAlwaysKnown};
  return {1, 0, known_at};
}

Coverage operator+(const Coverage& older, const Coverage& newer) {
  return {older.count + newer.count, older.missing + newer.missing, std::max(older.known_at, newer.known_at)};
}

Moments Moments::of(double x, Date known_at) {
  Moments moments;
  moments.coverage = Coverage::of(x, known_at);
  if (std::isnan(x)) return moments;
  moments.sum = {x, 0};
  moments.squares = DoubleDouble::product_of(x, x);
  moments.least = moments.most = x;
  return moments;
}

Moments operator+(const Moments& older, const Moments& newer) {
  return {older.coverage + newer.coverage, older.sum + newer.sum, older.squares + newer.squares,
          std::min(older.least, newer.least), std::max(older.most, newer.most)};
}

double Moments::mean() const { return sum.value() / (coverage.count - coverage.missing); }

std::optional<double> Moments::standard_deviation() const {
  const int count = coverage.count - coverage.missing;
  if (count < 2) return std::nullopt;
  if (!varies(*this)) return 0.0;
  const double n = count, scaled = scaled_covariance(count, squares, sum, sum);
  return std::sqrt((scaled < 0 ? 0.0 : scaled) / (n * (n - 1)));
}

PairMoments PairMoments::of(double x, double y, Date known_at) {
  PairMoments moments;
  const bool missing = std::isnan(x) || std::isnan(y);
  constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
  moments.x = Moments::of(missing ? kMissing : x, known_at);
  moments.y = Moments::of(missing ? kMissing : y, known_at);
  if (!missing) moments.products = DoubleDouble::product_of(x, y);
  return moments;
}

PairMoments operator+(const PairMoments& older, const PairMoments& newer) {
  return {older.x + newer.x, older.y + newer.y, older.products + newer.products};
}

std::optional<double> PairMoments::correlation() const {
  const int count = x.coverage.count - x.coverage.missing;
  if (count < 3 || !varies(x) || !varies(y)) return std::nullopt;
  const double xx = scaled_covariance(count, x.squares, x.sum, x.sum);
  const double yy = scaled_covariance(count, y.squares, y.sum, y.sum);
  if (xx <= 0 || yy <= 0) return std::nullopt;  // the variation is below rounding
  const double correlation = scaled_covariance(count, products, x.sum, y.sum) / std::sqrt(xx) / std::sqrt(yy);
  return correlation < -1 ? -1.0 : correlation > 1 ? 1.0 : correlation;
}

std::optional<double> PairMoments::beta_of_y_on_x() const {
  const int count = x.coverage.count - x.coverage.missing;
  if (count < 3 || !varies(x)) return std::nullopt;
  const double xx = scaled_covariance(count, x.squares, x.sum, x.sum);
  if (xx <= 0) return std::nullopt;
  return scaled_covariance(count, products, x.sum, y.sum) / xx;
}

}  // namespace rerate
