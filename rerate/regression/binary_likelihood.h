#pragma once

#include "rerate/regression/binary_choice.h"
#include "rerate/regression/padded_columns.h"

namespace rerate {

// The likelihood of binary choice at one point, by observation and summed.
//
// `columns` are n x k regressors, `sign` is 2y - 1 by row and 0 in the padding. With z = sign x'b and l(z) = ln F(z): scores
// are sign l'(z), weights -l''(z) (observed) or their expectation, so that the gradient is X' score and the information
// X' diag(weight) X.
class BinaryLikelihood {
 public:
  BinaryLikelihood(const PaddedColumns& columns, const Vector& outcome, Link link);

  // O(n k).
  void move_to(const Vector& coefficients, Information information);

  double value() const { return value_; }
  // Least z: above 0 when these coefficients tell every outcome right.
  double least_margin() const { return least_margin_; }
  Vector gradient() const;
  Matrix information() const;  // O(n k^2)
  Vector scores() const;
  Vector probabilities() const;

 private:
  const PaddedColumns& columns_;
  Link link_;
  PaddedColumns rows_;  // sign, index, score, weight
  double value_ = 0, least_margin_ = 0;
};

}  // namespace rerate
