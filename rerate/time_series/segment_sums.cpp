#include "rerate/time_series/segment_sums.h"

#include <algorithm>

#include "rerate/base/vector_clones.h"

namespace rerate {
namespace {

constexpr Index kLanes = 8;
constexpr double kNoVariation = 1e-20;  // squared length of a direction that counts as nothing

// Doubles of state in a block: k weights d, then the rows of the unit upper triangular factor with y's entry last.
Index block_size(Index columns) { return kLanes * (columns + columns * (columns + 1) / 2); }

// Rotates one row (k regressors, then y; lanes innermost, destroyed) into the factors of eight segments. `weight` is 1 for
// lanes whose segment has begun, else 0. The fixed lanes and the absence of fused operations give the same
// bits with either instruction set.
RERATE_VECTOR_CLONES void rotate_in(double* __restrict state, Index columns, double* __restrict row,
                                    double* __restrict weight, double* __restrict sums) {
  double* __restrict diagonal = state;
  double* __restrict factor = state + kLanes * columns;
  double stay[kLanes], take[kLanes], eliminated[kLanes];
  for (Index c = 0; c < columns; ++c) {
    for (Index l = 0; l < kLanes; ++l) {
      const double x = row[c * kLanes + l], old_length = diagonal[c * kLanes + l];
      const double weighted = weight[l] * x;
      const double length = old_length + weighted * x;
      const bool varies = length > kNoVariation;
      const double inverse = 1 / (varies ? length : 1.0);
      eliminated[l] = varies ? x : 0.0;
      stay[l] = varies ? old_length * inverse : 1.0;
      take[l] = varies ? weighted * inverse : 0.0;
      diagonal[c * kLanes + l] = varies ? length : old_length;
      weight[l] *= stay[l];
    }
    for (Index d = c + 1; d <= columns; ++d, factor += kLanes) {
      double* __restrict entry = row + d * kLanes;
      for (Index l = 0; l < kLanes; ++l) {
        const double old_entry = entry[l], old_factor = factor[l];
        entry[l] = old_entry - eliminated[l] * old_factor;
        factor[l] = stay[l] * old_factor + take[l] * old_entry;
      }
    }
  }
  const double* __restrict left = row + columns * kLanes;
  for (Index l = 0; l < kLanes; ++l) sums[l] += weight[l] * left[l] * left[l];
}

std::vector<double> row_by_row(const Vector& y, const Matrix& x) {
  std::vector<double> data;
  data.reserve(static_cast<std::size_t>(x.rows() * (x.cols() + 1)));
  for (Index i = 0; i < x.rows(); ++i) {
    for (Index c = 0; c < x.cols(); ++c) data.push_back(x(i, c));
    data.push_back(y[i]);
  }
  return data;
}

}  // namespace

SegmentSums::SegmentSums(const Vector& y, const Matrix& x, Index starts)
    : rows_(x.rows()), columns_(x.cols()), starts_(starts), data_(row_by_row(y, x)) {
  const Index blocks = (starts + kLanes - 1) / kLanes;
  state_.resize(static_cast<std::size_t>(blocks * block_size(columns_)));
  sums_.resize(static_cast<std::size_t>(blocks * kLanes));
}

void SegmentSums::add_row() {
  const double* values = data_.data() + next_ * (columns_ + 1);
  std::vector<double> row(static_cast<std::size_t>((columns_ + 1) * kLanes));
  double weight[kLanes];
  const Index last_start = std::min(next_, starts_ - 1);
  for (Index block = 0; block * kLanes <= last_start; ++block) {
    for (Index d = 0; d <= columns_; ++d) std::fill_n(row.data() + d * kLanes, kLanes, values[d]);
    for (Index l = 0; l < kLanes; ++l) weight[l] = block * kLanes + l <= next_ ? 1 : 0;
    rotate_in(state_.data() + block * block_size(columns_), columns_, row.data(), weight,
              sums_.data() + block * kLanes);
  }
  ++next_;
}

}  // namespace rerate
