#include "rerate/rotation/optimised_weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "rerate/base/number_text.h"
#include "rerate/regression/quadratic_program.h"

namespace rerate {
namespace {

constexpr double kRounding = 1e-12;
constexpr double kNotTraded = 1e-13;  // of weight: what turnover cuts leave of a sector that is not traded
constexpr int kMostSearches = 200;

std::string percent(double share) { return shortest(std::round(share * 1e8) / 1e6) + "%"; }

// The least sum of |w - h| that bounds and the sum of 1 allow: what is outside goes to its bound, the rest is moved once.
double least_moved(const WeightProgram& program) {
  const Vector inside = program.held.cwiseMax(program.least).cwiseMin(program.most);
  return (inside - program.held).cwiseAbs().sum() + std::fabs(1 - inside.sum());
}

class LimitedWeights {
 public:
  // `most_moved`: of sum |w - h| over the open ones; nothing: no limit.
  LimitedWeights(const WeightProgram& given, std::optional<double> most_moved)
      : given_(given), most_moved_(most_moved), count_(given.direction.size()) {
    const Vector pull = given.covariance * given.benchmark;
    quadratic_.quadratic = given.covariance(given.open, given.open);
    pull_ = pull(given.open);
    quadratic_.equalities = 1;
    quadratic_.normals.resize(1 + 2 * count_, count_);
    quadratic_.normals << Matrix::Ones(1, count_), Matrix::Identity(count_, count_),
        -Matrix::Identity(count_, count_);
    quadratic_.bounds.resize(1 + 2 * count_);
    quadratic_.bounds << 1, given.least, -given.most;
  }

  // Optimum with d scaled by t.
  Vector at(double t) {
    quadratic_.linear = pull_ + t * given_.direction;
    for (;;) {
      solution_ = minimise(quadratic_);
      if (!solution_.feasible) refuse_limits(contradicting());
      Vector weights = within_bounds();
      if (!most_moved_ || !cut(weights)) return weights;
    }
  }

  double tracking_error(const Vector& weights) const {
    Vector active = -given_.benchmark;
    for (Index i = 0; i < count_; ++i) active[given_.open[static_cast<std::size_t>(i)]] += weights[i];
    return std::sqrt(std::max(active.dot(given_.covariance * active), 0.0));
  }

  // What holds the newest optimum, when that is still too far from the benchmark.
  [[noreturn]] void refuse_tracking_error() {
    QuadraticSolution binding;
    for (const Index one : solution_.active)
      if (std::fabs(solution_.multipliers[one]) > 0) binding.against.push_back(one);
    auto words = names();
    words.push_back("tracking error of " + percent(*given_.tracking_error));
    binding.unmet = static_cast<Index>(words.size()) - 1;
    refuse_limits(contradiction(without_repeats(binding), words));
  }

 private:
  Index cuts() const { return quadratic_.bounds.size() - 1 - 2 * count_; }

  // Adds the choice of signs that weights violate; false when they keep the limit.
  bool cut(Vector& weights) {
    const Vector moved = weights - given_.held;
    const double sum = moved.cwiseAbs().sum();
    if (sum <= *most_moved_ + kRounding * (1 + given_.held.cwiseAbs().sum())) {
      for (Index i = 0; i < count_; ++i)
        if (std::fabs(moved[i]) <= kNotTraded) weights[i] = given_.held[i];
      return false;
    }
    const Vector sign = moved.unaryExpr([](double one) { return one < 0 ? -1.0 : 1.0; });
    for (Index row = 1 + 2 * count_; row < quadratic_.normals.rows(); ++row)
      if (quadratic_.normals.row(row) == -sign.transpose()) return false;  // violated by rounding only
    const Index rows = quadratic_.normals.rows();
    quadratic_.normals.conservativeResize(rows + 1, Eigen::NoChange);
    quadratic_.normals.row(rows) = -sign.transpose();
    quadratic_.bounds.conservativeResize(rows + 1);
    quadratic_.bounds[rows] = -*most_moved_ - sign.dot(given_.held);
    return true;
  }

  Vector within_bounds() const {
    Vector weights = solution_.x.cwiseMax(given_.least).cwiseMin(given_.most);
    for (const Index one : solution_.active) {
      if (one >= 1 && one <= count_) weights[one - 1] = given_.least[one - 1];
      if (one > count_ && one <= 2 * count_) weights[one - 1 - count_] = given_.most[one - 1 - count_];
    }
    return weights;
  }

  std::vector<std::string> names() const {
    const bool some = count_ < given_.benchmark.size();
    std::vector<std::string> words = {some ? fmt::format("weights of the {} best that add up to 1", count_)
                                           : "weights that add up to 1"};
    for (Index i = 0; i < count_; ++i)
      words.push_back(fmt::format("at least {} of `{}`", percent(given_.least[i]),
                                  given_.names[static_cast<std::size_t>(i)]));
    for (Index i = 0; i < count_; ++i)
      words.push_back(fmt::format("at most {} of `{}`", percent(given_.most[i]),
                                  given_.names[static_cast<std::size_t>(i)]));
    for (Index i = 0; i < cuts(); ++i) words.push_back("turnover of " + percent(*given_.turnover));
    return words;
  }

  // Several choices of signs are one limit to a reader.
  QuadraticSolution without_repeats(QuadraticSolution solution) const {
    const auto is_cut = [this](Index one) { return one > 2 * count_ && one < quadratic_.bounds.size(); };
    bool seen = is_cut(solution.unmet);
    std::erase_if(solution.against, [&](Index one) { return is_cut(one) && std::exchange(seen, true); });
    return solution;
  }

  std::string contradicting() const { return contradiction(without_repeats(solution_), names()); }

  [[noreturn]] void refuse_limits(const std::string& limits) const {
    refuse(ErrorCode::rotation_limits,
           fmt::format("limits that no weights meet in {}: {}", given_.when, limits), {}, given_.place);
  }

  const WeightProgram& given_;
  std::optional<double> most_moved_;
  Index count_;
  Vector pull_;
  QuadraticProgram quadratic_;
  QuadraticSolution solution_;
};

// By the secant, kept within the bracket; what a side that stays twice is worth is halved (the Illinois rule).
Vector at_tracking_error(LimitedWeights& search, Vector low, double above, double limit) {
  double from = 0, to = 1, error = search.tracking_error(low) - limit, below = error;
  int stayed = 0;  // -1: the lower side, 1: the upper one
  for (int i = 0; i < kMostSearches && -error > kRounding * limit; ++i) {
    double t = to - above * (to - from) / (above - below);
    if (!(t > from && t < to)) t = from + (to - from) / 2;
    if (!(t > from && t < to)) break;
    const Vector weights = search.at(t);
    const double over = search.tracking_error(weights) - limit;
    if (over > 0) {
      to = t, above = over;
      if (std::exchange(stayed, -1) == -1) below /= 2;
    } else {
      from = t, low = weights, below = error = over;
      if (std::exchange(stayed, 1) == 1) above /= 2;
    }
  }
  return low;
}

Vector within_tracking_error(LimitedWeights& search, double limit) {
  const Vector free = search.at(1);
  const double error = search.tracking_error(free);
  if (error <= limit) return free;
  const Vector nearest = search.at(0);
  if (search.tracking_error(nearest) > limit) search.refuse_tracking_error();
  return at_tracking_error(search, nearest, error - limit, limit);
}

// The least that must be moved for the tracking error to keep its limit.
double least_moved_to_benchmark(const WeightProgram& program, double from) {
  LimitedWeights free(program, std::nullopt);
  const Vector nearest = free.at(0);
  if (free.tracking_error(nearest) > *program.tracking_error) free.refuse_tracking_error();
  double to = (nearest - program.held).cwiseAbs().sum();
  while (to - from > kRounding * to) {
    const double between = from + (to - from) / 2;
    if (!(between > from && between < to)) break;
    LimitedWeights search(program, between);
    (search.tracking_error(search.at(0)) > *program.tracking_error ? from : to) = between;
  }
  return to;
}

std::optional<double> most_moved(const WeightProgram& program) {
  if (!program.turnover) return std::nullopt;
  const double wanted = 2 * *program.turnover - program.must_sell;
  if (!program.may_relax) return wanted;
  double most = std::max(wanted, least_moved(program) * (1 + kRounding) + kRounding);
  if (!program.tracking_error) return most;
  LimitedWeights search(program, most);
  if (search.tracking_error(search.at(0)) > *program.tracking_error)
    most = least_moved_to_benchmark(program, most);
  return most;
}

}  // namespace

Vector optimised_weights(const WeightProgram& program) {
  LimitedWeights search(program, most_moved(program));
  return program.tracking_error ? within_tracking_error(search, *program.tracking_error) : search.at(1);
}

}  // namespace rerate
