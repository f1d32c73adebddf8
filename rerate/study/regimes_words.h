#pragma once

#include <string>
#include <vector>

#include "rerate/models/regimes.h"
#include "rerate/study/regimes_request.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

// What sentences, tables and charts of [[regimes]] call things.
struct RegimesNames {
  std::string asset, benchmark;                         // titles; benchmark may be empty
  std::string method;                                   // "k-means", "Gaussian mixture"
  std::string chain;                                    // of the model's series; may be empty
  std::vector<std::string> features;                    // titles
  std::vector<std::string> scored, clustered, chained;  // states, worst first
  bool features_open = true, chain_open = true;         // whether all of them may be republished
  std::vector<std::string> trending;  // features, and the model's series, that are levels or indexes

  bool relative() const { return !benchmark.empty(); }
};
RegimesNames regimes_names(const Regimes& found, const RegimesRequest& request,
                           const SectionContext& context);

// "Score", "k-means", "Hidden Markov model": by view of Regimes::returns.
struct NamedView {
  std::string title;
  const RegimeStates* states;
  const std::vector<std::string>* names;
  const RegimeViewReturns* returns;
};
std::vector<NamedView> named_views(const Regimes& found, const RegimesNames& names);

// The spell that the newest known month belongs to; nothing before the first state.
const RegimeSpell* spell_now(const RegimeStates& states);

// `level` of the intervals.
std::string regimes_headline(const Regimes& found, const RegimesNames& names, double level);
std::vector<Fact> regimes_facts(const Regimes& found, const RegimesRequest& request,
                                const RegimesNames& names);
std::vector<std::string> regimes_warnings(const Regimes& found, const RegimesNames& names);
Light regimes_light(const Regimes& found, const RegimesNames& names);

// "90%".
std::string level_in_words(double level);

}  // namespace rerate
