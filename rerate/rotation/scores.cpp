#include "rerate/rotation/scores.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "rerate/rotation/earned_returns.h"
#include "rerate/rotation/learned_weights.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

template <class Kind, std::size_t count>
std::optional<Kind> parse(std::string_view text, const std::array<Kind, count>& kinds) {
  for (const auto kind : kinds)
    if (to_string(kind) == text) return kind;
  return std::nullopt;
}

struct Figure {
  double value;
  std::size_t place;
};

// Squares of figures beyond this overflow, or vanish: they are measured in the largest of them.
double unit_of(std::span<const Figure> figures) {
  double largest = 0;
  for (const auto& one : figures) largest = std::max(largest, std::fabs(one.value));
  return largest > 1e100 || largest < 1e-100 ? largest : 1;
}

void write_z(std::span<Figure> figures, double limit, std::span<double> row) {
  const auto n = static_cast<double>(figures.size());
  const double unit = unit_of(figures);
  double sum = 0, squares = 0;
  for (auto& one : figures) sum += one.value /= unit;
  for (const auto& one : figures) squares += (one.value - sum / n) * (one.value - sum / n);
  const double sd = std::sqrt(squares / (n - 1));
  for (const auto& one : figures) row[one.place] = std::clamp((one.value - sum / n) / sd, -limit, limit);
}

// By value, then by place: the same order every time.
void write_ranks(std::span<const Figure> sorted, std::span<double> row) {
  const auto last = static_cast<double>(sorted.size() - 1);
  for (std::size_t begin = 0, end; begin < sorted.size(); begin = end) {
    for (end = begin + 1; end < sorted.size() && sorted[end].value == sorted[begin].value;) ++end;
    const double from_best = static_cast<double>(begin + end - 1);  // twice the mean place of equals, from 0
    for (std::size_t i = begin; i < end; ++i) row[sorted[i].place] = (from_best - last) / last;
  }
}

void check_limit(double winsorise_at) {
  if (!(winsorise_at > 0) || !std::isfinite(winsorise_at))
    refuse(ErrorCode::rotation_weights,
           fmt::format("`winsorise` must be above 0 and finite: {}", winsorise_at),
           "3 keeps a z within three standard deviations.");
}

std::vector<double> scaled(std::vector<double> weights) {
  double sum = 0, largest = 0;
  for (const double one : weights) {
    if (!std::isfinite(one) || one < 0)
      refuse(ErrorCode::rotation_weights,
             fmt::format("a weight of a signal must be finite and not negative: {}", one));
    largest = std::max(largest, one);
  }
  if (!(largest > 0)) refuse(ErrorCode::rotation_weights, "the weights of all signals are 0");
  for (double& one : weights) sum += one /= largest;
  for (double& one : weights) one /= sum;
  return weights;
}

Matrix every_month(Index months, const std::vector<double>& weights) {
  return Eigen::Map<const Eigen::RowVectorXd>(weights.data(), static_cast<Index>(weights.size()))
      .replicate(months, 1);
}

// Returns over compounded indexes, and signals of them: what two earned alike differs by the rounding of their levels, which must
// rank nobody.
void tie_equals(std::vector<double>& figures) {
  constexpr double kEqual = 1e-12;
  thread_local std::vector<std::size_t> order;
  order.resize(figures.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return figures[a] != figures[b] ? figures[a] < figures[b] : a < b;
  });
  double least = -std::numeric_limits<double>::infinity();  // of those that are equal
  for (const std::size_t at : order)
    if (figures[at] - least <= kEqual)
      figures[at] = least;
    else
      least = figures[at];
}

// Spearman's, of ranks around 0; the figures become their ranks.
double correlation_of_ranks(std::span<double> x, std::span<double> y) {
  double xy = 0, xx = 0, yy = 0;
  stand_among(x, CrossSection::rank, 1);
  stand_among(y, CrossSection::rank, 1);
  for (std::size_t i = 0; i < x.size(); ++i) xy += x[i] * y[i], xx += x[i] * x[i], yy += y[i] * y[i];
  return xx > 0 && yy > 0 ? std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0) : kMissing;
}

Matrix weighted(const std::vector<Matrix>& standings, const Matrix& weight) {
  Matrix sum = Matrix::Zero(standings.front().rows(), standings.front().cols()), read = sum;
  for (std::size_t s = 0; s < standings.size(); ++s)
    for (Index i = 0; i < sum.cols(); ++i)
      for (Index m = 0; m < sum.rows(); ++m) {
        const double z = standings[s](m, i), w = weight(m, static_cast<Index>(s));
        if (std::isnan(z)) continue;
        sum(m, i) += w * z;
        read(m, i) += std::fabs(w);
      }
  return (read.array() > 0).select(sum.array() / read.array(), kMissing);
}

}  // namespace

std::string_view to_string(CrossSection kind) { return kind == CrossSection::rank ? "rank" : "z"; }

std::string_view to_string(SignalWeights kind) {
  switch (kind) {
    case SignalWeights::fixed: return "fixed";
    case SignalWeights::equal: return "equal";
    case SignalWeights::inverse_variance: return "inverse_variance";
    case SignalWeights::ridge: return "ridge";
    case SignalWeights::elastic_net: return "elastic_net";
  }
  return "";
}

std::optional<CrossSection> parse_cross_section(std::string_view text) {
  return parse(text, std::array{CrossSection::z_score, CrossSection::rank});
}

std::optional<SignalWeights> parse_signal_weights(std::string_view text) {
  return parse(text, std::array{SignalWeights::fixed, SignalWeights::equal, SignalWeights::inverse_variance,
                                SignalWeights::ridge, SignalWeights::elastic_net});
}

void stand_among(std::span<double> row, CrossSection kind, double winsorise_at) {
  thread_local std::vector<Figure> figures;
  figures.clear();
  for (std::size_t i = 0; i < row.size(); ++i)
    if (!std::isnan(row[i])) figures.push_back({row[i], i});
  const auto by_value = [](const Figure& a, const Figure& b) { return a.value < b.value; };
  const auto [least, most] = std::minmax_element(figures.begin(), figures.end(), by_value);
  if (figures.empty() || least->value == most->value) {
    for (const auto& one : figures) row[one.place] = 0;
    return;
  }
  if (kind == CrossSection::z_score) return write_z(figures, winsorise_at, row);
  std::sort(figures.begin(), figures.end(), by_value);
  write_ranks(figures, row);
}

Matrix cross_section(const Matrix& signal, CrossSection kind, double winsorise_at) {
  check_limit(winsorise_at);
  Matrix rows = signal.transpose();
  for (Index m = 0; m < rows.cols(); ++m)
    stand_among({rows.col(m).data(), static_cast<std::size_t>(rows.rows())}, kind, winsorise_at);
  return rows.transpose();
}

Scores combine(const SectorPanel& panel, const std::vector<Matrix>& standings,
               const std::vector<double>& fixed, const ScoreSettings& settings) {
  RERATE_ASSERT(!standings.empty() && fixed.size() == standings.size(), "a weight for every signal");
  Scores scores;
  const bool as_given = settings.weights == SignalWeights::fixed;
  scores.weight =
      every_month(panel.months(), scaled(as_given ? fixed : std::vector<double>(standings.size(), 1)));
  if (!as_given && settings.weights != SignalWeights::equal)
    scores.refitted = learn_weights(panel, standings, settings, scores.weight);
  scores.score = weighted(standings, scores.weight);
  return scores;
}

std::vector<double> rank_correlations(const SectorPanel& panel, const Matrix& score, int trade_lag,
                                      int horizon) {
  const Matrix earned = earned_returns(panel, trade_lag, horizon);
  std::vector<double> correlations, scores, returns;
  for (Index m = 0; m < panel.months(); ++m) {
    scores.clear(), returns.clear();
    for (Index i = 0; i < panel.sectors(); ++i) {
      if (std::isnan(score(m, i)) || std::isnan(earned(m, i))) continue;
      scores.push_back(score(m, i));
      returns.push_back(earned(m, i));
    }
    tie_equals(scores);
    tie_equals(returns);
    correlations.push_back(scores.size() < 3 ? kMissing : correlation_of_ranks(scores, returns));
  }
  return correlations;
}

}  // namespace rerate
