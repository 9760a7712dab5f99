import { BLOCKS, FEWEST_SAMPLES } from '../../metrics/blocks';
import { FEW_FEATURES } from '../../metrics/reading';
import { LAZY_FROM, RICH_BELOW } from '../../recording/phase';
import { type Chapter, PAPER } from './types';

const tex = String.raw;

/** The measure itself, step by step. */
export const RICHNESS: Chapter = {
  id: 'richness',
  title: 'How rich: D_LR and its causes',
  entries: [
    {
      id: 'setting',
      title: 'Features and the two operators',
      text: [
        tex`A network is a feature map and a linear last layer. Its features $\Phi(x)$ are the $p$ numbers that enter that layer, its outputs are $\hat f_1 \dots \hat f_C$. We look at both on $n$ fixed inputs, the probe; $\langle u | v \rangle$ is the mean of $u \cdot v$ over them.`,
        tex`The feature operator $T$ says which functions of the input the features make up. Its eigenfunctions $e_k$ are what we call the features, and its eigenvalue $\rho_k$ is the strength of $e_k$, strongest first.`,
        tex`The second operator belongs to the smallest set of features that the same outputs could be made of: constants, and the span $\hat H$ of what the network has learned ($a_1$ and $a_2$ are any positive numbers). It is the span of the outputs, and not of the targets. So no label enters.`,
      ],
      formulas: [
        tex`\hat f(x) = W\,\Phi(x) + b`,
        tex`T = \sum_{k=1}^{p} |\Phi_k\rangle\langle\Phi_k|, \qquad T e_k = \rho_k e_k`,
        tex`T_{\mathrm{MP}}[u] = a_1 \langle 1 | u \rangle\, 1 + a_2\, P_{\hat H}(u)`,
      ],
      source: `${PAPER}: the two operators are the paper’s, in all of its versions.`,
    },
    {
      id: 'dlr',
      title: 'Richness, D_LR',
      text: [
        tex`$D_{\mathrm{LR}}$ is how far $T$ is from $T_{\mathrm{MP}}$: 0 where a network keeps just the features that its outputs need, larger the more it carries beside them. It needs no label, no accuracy and no starting point. Centring removes $a_1$, and $a_2$ cancels.`,
        tex`On a probe it is computed as follows. $F$ ($n \times p$) holds the features and $Y$ ($n \times C$) the outputs, each less its column means. $Q$ is an orthonormal basis of the columns of $Y$, and $r$ their number. The second form of $D_{\mathrm{LR}}$ needs no eigenvectors; we use the first for the curves, and both agree.`,
      ],
      formulas: [
        tex`D_{\mathrm{LR}} = 1 - \mathrm{CKA}(T,\, T_{\mathrm{MP}}) \in [0, 1]`,
        tex`\tfrac1n F^{\top} F = V\, \mathrm{diag}(\rho)\, V^{\top}, \quad e_k = \frac{F v_k}{\sqrt{\rho_k}}`,
        tex`u_k = \lVert P_{\hat H}\, e_k \rVert^2 \in [0, 1]`,
        tex`D_{\mathrm{LR}} = 1 - \frac{\sum_k \rho_k u_k}{\sqrt r\, \lVert \rho \rVert_2} = 1 - \frac{\lVert Q^{\top} F \rVert^2}{\sqrt r\, \lVert F^{\top} F \rVert}`,
      ],
      source: `${PAPER}: the definition. v1 (“Visualising Feature Learning …”), v2 (“Disentangling Rich Dynamics …”) and v3 (“Decoupling Dynamical Richness …”, ICLR 2026) leave the estimator open.`,
      choices: [
        tex`Eigenvalues up to $10^{-10}\,\rho_1$ are rounding and are dropped. With fewer inputs than features the $n \times n$ side is used.`,
        tex`For classification each row of $Y$ also loses its mean over the classes, since logits mean the same up to that shift. So $r \le C - 1$. With $r = C$ a perfectly collapsed balanced network could not come below $1 - \sqrt{(C-1)/C}$, 0.051 for ten classes; the paper reports 0.0087 and 0.031 there, so its estimator has no such floor either. Regression and scalar outputs lose no row mean.`,
        tex`Directions of $Y$ count where their singular value is above $10^{-6}$ of the largest.`,
        `We call a network rich below ${RICH_BELOW} and lazy from ${LAZY_FROM}. The paper sets no thresholds. A ReLU network starts at about 0.4 to 0.6 and not at 1, which is why its start is drawn as a dotted line.`,
      ],
      fooledBy: 'Right and wrong are the same to it: a rich network may have learned a useless feature.',
      undefinedWhen:
        'the outputs do not vary between inputs, as under a zero last layer at step 0; the features do not vary; or a number is not finite. Then there is a sentence in the place of the number, never a 0.',
    },
    {
      id: 'why',
      title: 'Its two causes',
      text: [
        tex`An exact identity takes $D_{\mathrm{LR}}$ apart. The share says how much of the strength of the features lies in what the outputs span, the participation ratio PR how many directions it is spread over. So a network is far from rich because it carries features that its outputs do not use, because those that they use are uneven, or both.`,
      ],
      formulas: [
        tex`D_{\mathrm{LR}} = 1 - \mathrm{share} \cdot \sqrt{\mathrm{PR} / r}`,
        tex`\mathrm{share} = \frac{\sum_k \rho_k u_k}{\sum_k \rho_k}, \qquad \mathrm{PR} = \frac{(\sum_k \rho_k)^2}{\sum_k \rho_k^2}`,
      ],
      source: 'Follows from the definition above; the app reads it out under “Why this D_LR?”.',
    },
    {
      id: 'error',
      title: 'Its standard error',
      text: [
        tex`A probe is a sample of inputs, so $D_{\mathrm{LR}}$ has an error. The inputs are dealt out to ${BLOCKS} blocks, and each block is left out once; products add over inputs, so this costs little.`,
      ],
      formulas: [
        tex`\mathrm{SE}^2 = \frac{B-1}{B} \sum_{b=1}^{B} \bigl( D_b - \bar D \bigr)^2, \quad B = ${BLOCKS}`,
      ],
      source: 'The jackknife over blocks; the paper gives no error.',
      choices: [
        'Inputs go into blocks in a fixed shuffled order, so that a file that is sorted by class makes no difference.',
        `With fewer than ${FEWEST_SAMPLES} inputs no error is given.`,
      ],
      undefinedWhen: 'a block holds all that varies.',
    },
    {
      id: 'curves',
      title: 'The three curves',
      text: [
        tex`Over the features, strongest first: the relative strength $\rho_k / \rho_1$; the cumulative utilisation $\hat\Pi(k)$, how much of the outputs the strongest $k$ features make up; and the cumulative quality $\Pi^*(k)$, how much of the targets they could express. $H^*$ is the span of the centred targets, one-hot labels for classes.`,
        tex`A rich network reaches both by $k \approx C - 1$, where its strength falls off a cliff. In a lazy one both climb slowly. Rich and wrong: $\hat\Pi$ is there at once while $\Pi^*$ on test inputs stays low.`,
      ],
      formulas: [
        tex`\hat\Pi(k) = \frac1r \sum_{i \le k} u_i`,
        tex`\Pi^*(k) = \frac{1}{\dim H^*} \sum_{i \le k} \lVert P_{H^*}\, e_i \rVert^2`,
      ],
      source: `${PAPER}: the paper’s three curves.`,
    },
    {
      id: 'dimension',
      title: 'How many features',
      text: [
        tex`The effective dimension is the exponential of the entropy of the strengths. $k_{95}$ is the fewest strongest features with $\hat\Pi(k) \ge 0.95$.`,
        tex`v1 of the paper tells two regimes apart, networks that use about as many features as they have classes, and networks that use many more.`,
      ],
      formulas: [
        tex`d = \exp\Bigl( -\sum_k w_k \ln w_k \Bigr)`,
        tex`w_k = \rho_k \Big/ \sum_j \rho_j`,
        tex`k_{95} = \min\, \{\, k : \hat\Pi(k) \ge 0.95 \,\}`,
      ],
      source: `${PAPER} v1: effective dimension and the two regimes.`,
      choices: [
        tex`v1 publishes no threshold. Ours: minimal-feature where $k_{95} \le ${FEW_FEATURES}\,r$, extended-feature above.`,
      ],
      undefinedWhen: tex`the features together do not reach 95 % of the outputs ($k_{95}$).`,
    },
    {
      id: 'cka',
      title: 'A second reading: linear CKA',
      text: [
        tex`Centred linear CKA of the features and the outputs. It weighs the outputs by their strength, where $D_{\mathrm{LR}}$ takes them as a span. On networks with uneven outputs or features the two differ a lot.`,
        tex`CKA is used, here and above, since it compares two sets of functions whatever basis and scale each is given in: features turn and grow freely in training without meaning anything else.`,
      ],
      formulas: [
        tex`\mathrm{CKA}(A, B) = \frac{\lVert A^{\top} B \rVert^2}{\lVert A^{\top} A \rVert\, \lVert B^{\top} B \rVert}`,
      ],
      source: 'Kornblith et al., arXiv 1905.00414.',
      undefinedWhen: 'either side does not vary.',
    },
    {
      id: 'layers',
      title: 'Layer by layer',
      text: [
        tex`$D_{\mathrm{LR}}$, share and effective dimension of every block: the features of that layer in the place of the last ones, with the outputs of the whole network. They follow from the products of the inputs’ features, $K = F F^{\top}$, which the device makes; nothing of the size inputs × features leaves it.`,
      ],
      formulas: [tex`D_{\mathrm{LR}} = 1 - \frac{\mathrm{tr}(Q^{\top} K Q)}{\sqrt r\, \lVert K \rVert}`],
      source: 'The kernel form of the estimator above. Readers of the paper asked for it.',
      choices: [
        tex`Measured on the first $n = 256$ inputs of the probe. A layer’s value at the end can therefore differ a little from $D_{\mathrm{LR}}$ on all of them.`,
      ],
      fooledBy:
        'An early layer of a good network should not look like its outputs: a large value there is no fault.',
    },
    {
      id: 'eigenfunctions',
      title: 'Eigenfunctions in pictures',
      text: [
        tex`For each of the strongest twelve $e_k$: the probe inputs on which it is smallest and largest. The bars are $\rho_k / \rho_1$ (strength), $u_k$ (used) and $\lVert P_{H^*}\, e_k \rVert^2$ (quality).`,
      ],
      choices: [
        tex`The sign of an eigenfunction is free; it is chosen such that its largest absolute value is positive.`,
        'An end is named by a class where at least 60 % of its six pictures are of that class.',
        'Where two strengths are nearly equal, their eigenfunctions may change places or mix from probe to probe.',
      ],
    },
  ],
};
