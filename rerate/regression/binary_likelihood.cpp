#include "rerate/regression/binary_likelihood.h"

#include <algorithm>
#include <limits>

#include "rerate/base/vector_clones.h"
#include "rerate/regression/lanes.h"
#include "rerate/statistics/normal_kernel.h"

namespace rerate {
namespace {

constexpr Index sign_row = 0, index_row = 1, score_row = 2, weight_row = 3;

// ln F, its first derivative and minus its second at z.
struct LinkParts {
  Lanes log_share, slope, weight;
};

// l' = phi / Phi, -l'' = l' (z + l'), which tends to 1 far below, where the sum cancels; expected: phi^2 / (Phi (1 - Phi)).
template <bool expected>
RERATE_INLINE void probit_parts(const Lanes& z, LinkParts& parts) {
  Lanes bell, ratio, one;
  spread(one, 1);
  normal_kernel::normal_parts(z, bell, ratio);
  const Lanes rest = 1 - bell * ratio;
  const Lanes share = z < 0 ? ratio : rest;  // over the bell, below 0
  const Lanes density = (z < 0 ? one : bell) * normal_kernel::density_at_zero;
  normal_kernel::logarithm(share, parts.log_share);
  parts.log_share -= z < 0 ? z * z * 0.5 : z * 0;
  parts.slope = density / share;
  constexpr double variance = normal_kernel::density_at_zero * normal_kernel::density_at_zero;
  if constexpr (expected)
    parts.weight = bell * variance / (ratio * rest);
  else
    parts.weight = z < -1e4 ? one : parts.slope * (z + parts.slope);
}

// l' = 1 - F, -l'' = F (1 - F).
RERATE_INLINE void logit_parts(const Lanes& z, LinkParts& parts) {
  Lanes power, one, none;
  spread(one, 1);
  spread(none, 0);
  normal_kernel::exponential(Lanes(z < 0 ? z : -z), power);
  const Lanes whole = one + power, inverse = one / whole;
  normal_kernel::logarithm(whole, parts.log_share);
  parts.log_share = (z < 0 ? z : none) - parts.log_share;
  parts.slope = (z < 0 ? one : power) * inverse;
  parts.weight = power * inverse * inverse;
}

struct Summary {
  double value, least_margin;
};

// Rows of the padding have sign 0: they add nothing to sums.
template <Link link, bool expected>
RERATE_INLINE void walk(PaddedColumns& rows, Summary& summary) {
  const double *signs = rows.column(sign_row), *indexes = rows.column(index_row);
  double *scores = rows.column(score_row), *weights = rows.column(weight_row);
  Lanes sum, least, beyond, sign, index;
  spread(sum, 0);
  spread(beyond, std::numeric_limits<double>::infinity());
  least = beyond;
  for (Index i = 0; i < rows.padded_rows(); i += lane_count) {
    load(sign, signs + i);
    load(index, indexes + i);
    const Lanes z = sign * index, used = sign * sign;
    LinkParts parts;
    if constexpr (link == Link::probit)
      probit_parts<expected>(z, parts);
    else
      logit_parts(z, parts);
    sum += used * parts.log_share;
    const Lanes margin = used > 0 ? z : beyond;
    least = margin < least ? margin : least;
    store(scores + i, sign * parts.slope);
    store(weights + i, used * parts.weight);
  }
  summary = {total(sum), std::min(std::min(least[0], least[1]), std::min(least[2], least[3]))};
}

RERATE_VECTOR_CLONES Summary walk_probit(PaddedColumns& rows) {
  Summary summary;
  walk<Link::probit, false>(rows, summary);
  return summary;
}

RERATE_VECTOR_CLONES Summary walk_probit_expected(PaddedColumns& rows) {
  Summary summary;
  walk<Link::probit, true>(rows, summary);
  return summary;
}

RERATE_VECTOR_CLONES Summary walk_logit(PaddedColumns& rows) {
  Summary summary;
  walk<Link::logit, false>(rows, summary);
  return summary;
}

RERATE_VECTOR_CLONES double product(const double* a, const double* b, Index padded_rows) {
  Lanes sum, left, right;
  spread(sum, 0);
  for (Index i = 0; i < padded_rows; i += lane_count) {
    load(left, a + i);
    load(right, b + i);
    sum += left * right;
  }
  return total(sum);
}

RERATE_VECTOR_CLONES double product(const double* a, const double* b, const double* weights,
                                    Index padded_rows) {
  Lanes sum, left, right, weight;
  spread(sum, 0);
  for (Index i = 0; i < padded_rows; i += lane_count) {
    load(left, a + i);
    load(right, b + i);
    load(weight, weights + i);
    sum += left * weight * right;
  }
  return total(sum);
}

RERATE_VECTOR_CLONES void add_multiple(double* sum, const double* column, double share, Index padded_rows) {
  Lanes so_far, part, times;
  spread(times, share);
  for (Index i = 0; i < padded_rows; i += lane_count) {
    load(so_far, sum + i);
    load(part, column + i);
    so_far += times * part;
    store(sum + i, so_far);
  }
}

RERATE_VECTOR_CLONES void probit_shares(const double* index, double* share, Index padded_rows) {
  Lanes from, to;
  for (Index i = 0; i < padded_rows; i += lane_count) {
    load(from, index + i);
    normal_kernel::normal_share(from, to);
    store(share + i, to);
  }
}

RERATE_VECTOR_CLONES void logit_shares(const double* index, double* share, Index padded_rows) {
  Lanes from, to;
  for (Index i = 0; i < padded_rows; i += lane_count) {
    load(from, index + i);
    normal_kernel::logistic_share(from, to);
    store(share + i, to);
  }
}

}  // namespace

BinaryLikelihood::BinaryLikelihood(const PaddedColumns& columns, const Vector& outcome, Link link)
    : columns_(columns), link_(link), rows_(columns.rows(), 4) {
  const Vector signs = 2 * outcome.array() - 1;
  rows_.set(sign_row, signs.data());
}

void BinaryLikelihood::move_to(const Vector& coefficients, Information information) {
  double* index = rows_.column(index_row);
  std::fill(index, index + rows_.padded_rows(), 0.0);
  for (Index j = 0; j < columns_.columns(); ++j)
    add_multiple(index, columns_.column(j), coefficients[j], columns_.padded_rows());
  const Summary at = link_ == Link::logit                   ? walk_logit(rows_)
                     : information == Information::observed ? walk_probit(rows_)
                                                            : walk_probit_expected(rows_);
  value_ = at.value;
  least_margin_ = at.least_margin;
}

Vector BinaryLikelihood::gradient() const {
  Vector result(columns_.columns());
  for (Index j = 0; j < result.size(); ++j)
    result[j] = product(columns_.column(j), rows_.column(score_row), rows_.padded_rows());
  return result;
}

Matrix BinaryLikelihood::information() const {
  const Index k = columns_.columns();
  Matrix result(k, k);
  for (Index j = 0; j < k; ++j)
    for (Index i = 0; i <= j; ++i)
      result(i, j) = result(j, i) =
          product(columns_.column(i), columns_.column(j), rows_.column(weight_row), rows_.padded_rows());
  return result;
}

Vector BinaryLikelihood::scores() const {
  return Eigen::Map<const Vector>(rows_.column(score_row), rows_.rows());
}

Vector BinaryLikelihood::probabilities() const {
  PaddedColumns shares(rows_.rows(), 1);
  const auto fill = link_ == Link::probit ? probit_shares : logit_shares;
  fill(rows_.column(index_row), shares.column(0), rows_.padded_rows());
  return Eigen::Map<const Vector>(shares.column(0), rows_.rows());
}

}  // namespace rerate
