#include "rerate/rotation/optimised_weights.h"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <utility>

#include "rerate/base/number_text.h"
#include "rerate/regression/quadratic_program.h"

namespace rerate {
namespace {

constexpr double kRounding = 1e-12;
constexpr double kNotTraded = 1e-13;  // of weight: what turnover cuts leave of a sector that is not traded
constexpr double kTight = 1e-11;      // of tracking error
constexpr int kMostSearches = 60;
constexpr double kFarthest = 1e4;         // of weights without limits
constexpr double kLeastVariance = 1e-10;  // of the mean one

std::string percent(double share) { return shortest(std::round(share * 1e8) / 1e6) + "%"; }

// The least sum of |w - h| that bounds and the sum of 1 allow: what is outside goes to its bound, the rest is moved once.
double least_moved(const WeightProgram& program) {
  const Vector inside = program.held.cwiseMax(program.least).cwiseMin(program.most);
  return (inside - program.held).cwiseAbs().sum() + std::fabs(1 - inside.sum());
}

// Covariances of which none of the combinations has next to no variance, beside what the others have.
Matrix definite(const Matrix& covariance) {
  const Eigen::LLT<Matrix> factor(covariance);
  const double mean = covariance.trace() / static_cast<double>(covariance.rows());
  const double least = Matrix(factor.matrixL()).diagonal().minCoeff();
  if (factor.info() == Eigen::Success && least > 0 && least * least >= kLeastVariance * mean)
    return covariance;
  Matrix raised = covariance;
  raised.diagonal().array() += kLeastVariance * mean;
  return raised;
}

// Where sectors vary next to not at all beside what is expected of them, weights without limits run off beyond what limits can
// be told apart at. That much variance keeps them near, and decides nothing that limits do not.
double variance_to_stay_near(const Matrix& covariance, const Vector& direction) {
  const double farthest = Eigen::LLT<Matrix>(covariance).solve(direction).cwiseAbs().maxCoeff();
  return farthest <= kFarthest ? 0 : direction.cwiseAbs().maxCoeff() / kFarthest;
}

class LimitedWeights {
 public:
  // `most_moved`: of sum |w - h| over the open ones; nothing: no limit.
  LimitedWeights(const WeightProgram& given, std::optional<double> most_moved)
      : given_(given),
        most_moved_(most_moved),
        count_(given.direction.size()),
        covariance_(definite(given.covariance)) {
    const Vector pull = covariance_ * given.benchmark;
    open_covariance_ = covariance_(given.open, given.open);
    pull_ = pull(given.open);
    near_ = variance_to_stay_near(open_covariance_, given.direction);
    quadratic_.equalities = 1;
    quadratic_.normals.resize(1 + 2 * count_, count_);
    quadratic_.normals << Matrix::Ones(1, count_), Matrix::Identity(count_, count_),
        -Matrix::Identity(count_, count_);
    quadratic_.bounds.resize(1 + 2 * count_);
    quadratic_.bounds << 1, given.least, -given.most;
  }

  void limit_moved(double most_moved) {
    for (Index row = quadratic_.bounds.size() - cuts(); row < quadratic_.bounds.size(); ++row)
      quadratic_.bounds[row] = quadratic_.normals.row(row).dot(given_.held) - most_moved;
    most_moved_ = most_moved;
  }

  // Optimum with d scaled by t.
  Vector at(double t) {
    keep_binding_cuts();
    const double near = t * near_;
    quadratic_.quadratic = open_covariance_;
    quadratic_.quadratic.diagonal().array() += near;
    quadratic_.linear = pull_ + near * given_.benchmark(given_.open) + t * given_.direction;
    solution_ = minimise(quadratic_, [this](const Vector& x, QuadraticProgram&) { return cut(x); });
    if (!solution_.feasible) refuse_limits(contradicting());
    Vector weights = within_bounds();
    if (!most_moved_) return weights;
    for (Index i = 0; i < count_; ++i)
      if (std::fabs(weights[i] - given_.held[i]) <= kNotTraded) weights[i] = given_.held[i];
    return weights;
  }

  double tracking_error(const Vector& weights) const {
    Vector active = -given_.benchmark;
    for (Index i = 0; i < count_; ++i) active[given_.open[static_cast<std::size_t>(i)]] += weights[i];
    return std::sqrt(std::max(active.dot(covariance_ * active), 0.0));
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

  // Of the choices of signs those that held the newest optimum: the next one is near it, and all the others would be looked through
  // at every step.
  void keep_binding_cuts() {
    if (cuts() == 0) return;
    Index kept = 1 + 2 * count_;
    for (const Index one : solution_.active) {
      if (one < kept) continue;
      quadratic_.normals.row(kept) = quadratic_.normals.row(one).eval();
      quadratic_.bounds[kept] = quadratic_.bounds[one];
      ++kept;
    }
    quadratic_.normals.conservativeResize(kept, Eigen::NoChange);
    quadratic_.bounds.conservativeResize(kept);
  }

  // Adds the choice of signs that weights violate; false when they keep the limit.
  bool cut(const Vector& weights) {
    if (!most_moved_) return false;
    const Vector moved = weights - given_.held;
    const double sum = moved.cwiseAbs().sum();
    if (sum <= *most_moved_ + kRounding * (1 + given_.held.cwiseAbs().sum())) return false;
    const Vector sign = moved.unaryExpr([](double one) { return one < 0 ? -1.0 : 1.0; });
    const Index rows = quadratic_.normals.rows();
    for (Index row = 1 + 2 * count_; row < rows; ++row)
      if (quadratic_.normals.row(row) == -sign.transpose()) return false;  // violated by rounding only
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
  Matrix covariance_, open_covariance_;
  Vector pull_;
  double near_ = 0;
  QuadraticProgram quadratic_;
  QuadraticSolution solution_;
};

// Where a falling or rising figure, known to be of one sign at `from` and of the other at `to`, is 0: by the secant, kept within
// the bracket; what a side that stays twice is worth is halved (the Illinois rule).
class Bracket {
 public:
  Bracket(double from, double at_from, double to, double at_to)
      : from_(from), to_(to), at_from_(at_from), at_to_(at_to) {}

  // Where to look next; nothing when there is no number between.
  std::optional<double> next() const {
    double between = to_ - at_to_ * ((to_ - from_) / (at_to_ - at_from_));
    if (!is_inside(between)) between = from_ + (to_ - from_) / 2;
    return is_inside(between) ? std::optional(between) : std::nullopt;
  }
  void take(double where, double figure) {
    const bool as_from = (figure > 0) == (at_from_ > 0);
    (as_from ? from_ : to_) = where;
    (as_from ? at_from_ : at_to_) = figure;
    if (stayed_ == (as_from ? 1 : -1)) (as_from ? at_to_ : at_from_) /= 2;
    stayed_ = as_from ? 1 : -1;
  }
  double from() const { return from_; }
  double to() const { return to_; }

 private:
  bool is_inside(double where) const { return where > from_ && where < to_; }

  double from_, to_, at_from_, at_to_;
  int stayed_ = 0;  // 1: the newest two were put in the place of `from`, -1: of `to`
};

Vector at_tracking_error(LimitedWeights& search, Vector low, double above, double limit) {
  double error = search.tracking_error(low) - limit;
  Bracket bracket(0, error, 1, above);
  for (int i = 0; i < kMostSearches && -error > kTight; ++i) {
    const auto t = bracket.next();
    if (!t) break;
    const Vector weights = search.at(*t);
    const double over = search.tracking_error(weights) - limit;
    bracket.take(*t, over);
    if (over <= 0) low = weights, error = over;
  }
  return low;
}

Vector within_tracking_error(LimitedWeights& search, double limit) {
  const Vector free = search.at(1);
  const double error = search.tracking_error(free);
  if (error <= limit) return free;
  const Vector nearest = search.at(0);
  if (search.tracking_error(nearest) > limit * (1 + kRounding)) search.refuse_tracking_error();
  return at_tracking_error(search, nearest, error - limit, limit);
}

// The least that must be moved for the tracking error to keep its limit, which it is above by `above` when `from` is moved.
double least_moved_to_benchmark(const WeightProgram& program, double from, double above) {
  const double limit = *program.tracking_error;
  LimitedWeights free(program, std::nullopt);
  const Vector nearest = free.at(0);
  double error = free.tracking_error(nearest) - limit;
  if (error > kRounding * limit) free.refuse_tracking_error();
  const double to = (nearest - program.held).cwiseAbs().sum();
  LimitedWeights search(program, to);
  Bracket bracket(from, above, to, error);
  for (int i = 0;
       i < kMostSearches && bracket.to() - bracket.from() > kRounding * bracket.to() && -error > kTight;
       ++i) {
    const auto between = bracket.next();
    if (!between) break;
    search.limit_moved(*between);
    const double over = search.tracking_error(search.at(0)) - limit;
    bracket.take(*between, over);
    if (over <= 0) error = over;
  }
  // A little more than what a turnover limit may be exceeded by before it is cut, so that it is met again.
  return bracket.to() + 4 * kRounding * (1 + program.held.cwiseAbs().sum());
}

std::optional<double> most_moved(const WeightProgram& program) {
  if (!program.turnover) return std::nullopt;
  const double wanted = 2 * *program.turnover - program.must_sell;
  if (!program.may_relax) return wanted;
  double most = std::max(wanted, least_moved(program) * (1 + kRounding) + kRounding);
  if (!program.tracking_error) return most;
  LimitedWeights search(program, most);
  const double above = search.tracking_error(search.at(0)) - *program.tracking_error;
  return above > 0 ? least_moved_to_benchmark(program, most, above) : most;
}

}  // namespace

Vector optimised_weights(const WeightProgram& program) {
  LimitedWeights search(program, most_moved(program));
  return program.tracking_error ? within_tracking_error(search, *program.tracking_error) : search.at(1);
}

}  // namespace rerate
