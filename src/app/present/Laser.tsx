import { type RefObject, useEffect, useRef } from 'react';
import { useReducedMotion } from '../../panels';
import { hasDot, type Passed, TRAIL, trailOf } from './trail';

/** Radius of the dot as a share of the screen's shorter side: it is seen from the back row. */
const RADIUS = 1 / 70;

/** Ink with a rim of paper: seen on everything, and not taken for a colour of richness. */
function paint(canvas: HTMLCanvasElement, passed: readonly Passed[], dot: Passed | null, now: number): void {
  const context = canvas.getContext('2d')!;
  const style = getComputedStyle(canvas);
  const [ink, paper] = [style.color, style.borderTopColor];
  const ratio = devicePixelRatio;
  const { clientWidth, clientHeight } = canvas;
  const radius = Math.max(7, Math.min(clientWidth, clientHeight) * RADIUS);
  if (canvas.width !== clientWidth * ratio || canvas.height !== clientHeight * ratio) {
    canvas.width = clientWidth * ratio;
    canvas.height = clientHeight * ratio;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, clientWidth, clientHeight);
  context.lineCap = 'round';
  context.strokeStyle = ink;
  for (const { from, to, strength } of trailOf(passed, now)) {
    context.globalAlpha = 0.5 * strength;
    context.lineWidth = 2 * radius * strength;
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }
  context.globalAlpha = 1;
  if (!dot) return;
  context.beginPath();
  context.arc(dot.x, dot.y, radius, 0, 2 * Math.PI);
  context.fillStyle = ink;
  context.fill();
  context.lineWidth = radius / 3;
  context.strokeStyle = paper;
  context.stroke();
}

/** A dot where the speaker points, with a short trail unless less motion is asked for. */
export function Laser({ area }: { area: RefObject<HTMLElement | null> }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isCalm = useReducedMotion();
  useEffect(() => {
    const element = area.current!;
    let passed: Passed[] = [];
    let held = false;
    let request = 0;
    const draw = () => {
      request = 0;
      const now = performance.now();
      const last = passed.at(-1);
      const dot = hasDot(last, held, now) ? last : null;
      passed = dot ? passed.filter(place => place === last || now - place.time < TRAIL) : [];
      paint(canvas.current!, isCalm ? [] : passed, dot, now);
      if (dot) request = requestAnimationFrame(draw);
    };
    const point = (event: PointerEvent) => {
      held = event.buttons !== 0;
      const box = canvas.current!.getBoundingClientRect();
      passed.push({ x: event.clientX - box.left, y: event.clientY - box.top, time: performance.now() });
      request ||= requestAnimationFrame(draw);
    };
    const letGo = () => {
      held = false;
    };
    const leave = () => {
      passed = [];
      held = false;
      request ||= requestAnimationFrame(draw);
    };
    element.addEventListener('pointermove', point);
    element.addEventListener('pointerdown', point);
    element.addEventListener('pointerup', letGo);
    element.addEventListener('pointerleave', leave);
    element.addEventListener('pointercancel', leave);
    return () => {
      cancelAnimationFrame(request);
      element.removeEventListener('pointermove', point);
      element.removeEventListener('pointerdown', point);
      element.removeEventListener('pointerup', letGo);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('pointercancel', leave);
    };
  }, [area, isCalm]);
  return <canvas className="laser" ref={canvas} />;
}
